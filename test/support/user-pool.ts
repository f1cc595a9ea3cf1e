import type { KeyObject } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import {
  createUserPool as create,
  type UserPool,
  type UserPoolOptions,
} from '../../src/user-pool/index.ts'
import { fromPem, generateKey, toPem } from '../../src/user-pool/signing-keys.ts'

const folder = 'node_modules/.cache/signing-keys'

let count = 0

/** A user pool as its users get it, but for the time that its keys take: they are of earlier runs. */
export function createUserPool(options: UserPoolOptions = {}): Promise<UserPool> {
  return create({ generateKey: nextKey, ...options })
}

/** Another one at each call of this process. */
async function nextKey(): Promise<KeyObject> {
  const file = `${folder}/${count++}.pem`
  try {
    return fromPem(await readFile(file, 'utf8'))
  } catch {
    const key = await generateKey()
    await mkdir(folder, { recursive: true })
    const temporary = `${file}.${process.pid}`
    await writeFile(temporary, toPem(key))
    await rename(temporary, file)
    return key
  }
}
