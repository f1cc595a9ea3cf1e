import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { makeSrpVerifier, type SrpVerifier } from './srp-verifier.ts'

/** What is kept of a password: enough to check it, and to take part in SRP, which needs its own. */
export interface Credentials {
  /** Of scrypt (RFC 7914) with Node's default cost, both base64. */
  readonly salt: string
  readonly hash: string
  readonly srp: SrpVerifier
}

const derive = promisify(scrypt) as (
  password: string,
  salt: Buffer,
  length: number,
) => Promise<Buffer>

const hashLength = 32

export async function makeCredentials(owner: {
  readonly userPoolId: string
  readonly username: string
  readonly password: string
}): Promise<Credentials> {
  const salt = randomBytes(16)
  const hash = await derive(owner.password, salt, hashLength)
  return {
    salt: salt.toString('base64'),
    hash: hash.toString('base64'),
    srp: makeSrpVerifier(owner),
  }
}

/**
 * Takes as long without credentials as with them, so that the time does not tell which users there
 * are.
 */
export async function isPassword(
  password: string,
  credentials: Credentials | undefined,
): Promise<boolean> {
  const salt = Buffer.from(credentials?.salt ?? '', 'base64')
  const hash = await derive(password, salt, hashLength)
  return credentials !== undefined && timingSafeEqual(hash, Buffer.from(credentials.hash, 'base64'))
}
