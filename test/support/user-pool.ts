import type { KeyObject } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import {
  createUserPool as create,
  type Install,
  type InstallOptions,
  openInstall as open,
  type UserPool,
  type UserPoolOptions,
} from '../../src/user-pool/index.ts'
import { fromPem, generateKey, toPem } from '../../src/user-pool/keys/signing-keys.ts'

const folder = 'node_modules/.cache/signing-keys'

/** Pools and generations of keys that have nothing to do with each other may share some. */
const keyCount = 24

let count = 0

/** Keys of earlier runs, and passwords that are checked in no time. */
const quick = { generateKey: nextKey, scryptCost: 2 }

/** A user pool as its users get it, but for the time that its secrets take. */
export function createUserPool(options: UserPoolOptions = {}): Promise<UserPool> {
  return create({ ...quick, ...options })
}

/** The same, without listening. */
export function openInstall(options: InstallOptions): Promise<Install> {
  return open({ ...quick, ...options })
}

/** Another one at each call, for a while. */
async function nextKey(): Promise<KeyObject> {
  const file = `${folder}/${count++ % keyCount}.pem`
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
