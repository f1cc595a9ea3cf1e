import { readFileSync, writeFileSync } from 'node:fs'
import { decodeJwt, SignJWT } from 'jose'
import { type Folder, tokenFile } from './folder.ts'

/** The tokens that the commands find. */
export function remembered(folder: Folder) {
  return JSON.parse(readFileSync(tokenFile(folder), 'utf8'))
}

/** The same tokens as if they had been issued long ago; nobody looks at their signature. */
export async function grownOld(
  folder: Folder,
  name: 'accessToken' | 'idToken',
  exp = 1,
): Promise<void> {
  const tokens = remembered(folder)
  const old = new SignJWT({ ...decodeJwt(tokens[name]), exp }).setProtectedHeader({ alg: 'HS256' })
  tokens[name] = await old.sign(new Uint8Array(32))
  writeFileSync(tokenFile(folder), JSON.stringify(tokens))
}
