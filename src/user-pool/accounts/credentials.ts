import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { isSame } from '../constant-time.ts'
import { makeSrpVerifier, type SrpVerifier } from './srp-verifier.ts'

/** What is kept of a password: enough to check it, and to take part in SRP, which needs its own. */
export interface Credentials {
  /** Of scrypt (RFC 7914), both base64. */
  readonly salt: string
  readonly hash: string
  /** N of scrypt. */
  readonly cost: number
  readonly srp: SrpVerifier
}

/** N of scrypt that is Node's default. More would need more memory than Node grants scrypt. */
export const defaultScryptCost = 16_384

/** @throws TypeError for a cost that scrypt would refuse at the first sign-in */
export function checkScryptCost(cost: number): void {
  if (Number.isInteger(Math.log2(cost)) && cost >= 2 && cost <= defaultScryptCost) return
  throw new TypeError(
    `User pool scryptCost ${cost} cannot be used: take a power of two from 2 to ${defaultScryptCost}`,
  )
}

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
  options: { readonly cost: number },
) => Promise<Buffer>

const hashLength = 32

export async function makeCredentials(owner: {
  readonly userPoolId: string
  readonly username: string
  readonly password: string
  readonly scryptCost: number
}): Promise<Credentials> {
  const cost = owner.scryptCost
  const salt = randomBytes(16)
  const hash = await derive(owner.password, salt, hashLength, { cost })
  return {
    salt: salt.toString('base64'),
    hash: hash.toString('base64'),
    cost,
    srp: makeSrpVerifier(owner),
  }
}

/** What is known of the right password: what is kept of it, or, of a configured one, itself. */
export interface KnownPassword {
  readonly credentials?: Credentials
  readonly password?: string
}

/**
 * Takes as long for nobody's password as for that of a user, so that the time does not tell which
 * users there are.
 *
 * @param scryptCost what it is for nobody, and a configured password
 */
export async function isPassword(
  given: string,
  { credentials, password }: KnownPassword = {},
  scryptCost = defaultScryptCost,
): Promise<boolean> {
  const { salt, hash, cost } = credentials ?? { salt: '', hash: '', cost: scryptCost }
  const derived = await derive(given, Buffer.from(salt, 'base64'), hashLength, { cost })
  if (password !== undefined) return isSame(given, password)
  return credentials !== undefined && timingSafeEqual(derived, Buffer.from(hash, 'base64'))
}
