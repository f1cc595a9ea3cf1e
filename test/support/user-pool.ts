import {
  createUserPool as create,
  type Install,
  type InstallOptions,
  openInstall as open,
  type UserPool,
  type UserPoolOptions,
} from '../../src/user-pool/index.ts'
import { stockedKey } from './stocked-keys.ts'

/** Pools and generations of keys that have nothing to do with each other may share some. */
const keyCount = 24

/** Processes that start together, without any key yet, are to make different ones. */
let count = process.pid

/** Keys of earlier runs, another one at each call for a while, and passwords checked in no time. */
const quick = { generateKey: () => stockedKey(`pool-${count++ % keyCount}`), scryptCost: 2 }

/** A user pool as its users get it, but for the time that its secrets take. */
export function createUserPool(options: UserPoolOptions = {}): Promise<UserPool> {
  return create({ ...quick, ...options })
}

/** The same, without listening. */
export function openInstall(options: InstallOptions): Promise<Install> {
  return open({ ...quick, ...options })
}
