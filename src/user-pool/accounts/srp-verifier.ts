import { randomBytes } from 'node:crypto'
import { fromHex, generator, hashToNumber, power, sha256, toBytes } from './srp-group.ts'

/** What the pool keeps of a password for Secure Remote Password (RFC 5054), as hex numbers. */
export interface SrpVerifier {
  readonly salt: string
  readonly verifier: string
}

interface Owner {
  readonly userPoolId: string
  readonly username: string
  readonly password: string
}

export function makeSrpVerifier(owner: Owner, salt = randomBytes(16).toString('hex')): SrpVerifier {
  const { userPoolId, username, password } = owner
  const identity = sha256(`${poolName(userPoolId)}${username}:${password}`)
  const x = hashToNumber(toBytes(fromHex(salt)), identity)
  return { salt, verifier: power(generator, x).toString(16) }
}

/** The part of a pool id that goes into the hashes: what stands behind the underscore. */
export function poolName(userPoolId: string): string {
  return userPoolId.slice(userPoolId.indexOf('_') + 1)
}
