import { createHash, getDiffieHellman, randomBytes } from 'node:crypto'

/** What the pool keeps of a password for Secure Remote Password (RFC 5054), as hex numbers. */
export interface SrpVerifier {
  readonly salt: string
  readonly verifier: string
}

/** The 3072-bit group of RFC 3526, Cognito's, with its generator 2. */
const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
const generator = 2n

interface Owner {
  /** Of which the part behind the underscore counts. */
  readonly userPoolId: string
  readonly username: string
  readonly password: string
}

export function makeSrpVerifier(owner: Owner, salt = randomBytes(16).toString('hex')): SrpVerifier {
  const [, poolName = ''] = owner.userPoolId.split('_')
  const identity = sha256(`${poolName}${owner.username}:${owner.password}`)
  const x = sha256(Buffer.concat([Buffer.from(padded(salt), 'hex'), identity]))
  return { salt, verifier: power(generator, BigInt(`0x${x.toString('hex')}`)).toString(16) }
}

/** Square and multiply, modulo the prime. */
function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % prime
    if (bit === '1') result = (result * base) % prime
  }
  return result
}

/** Cognito hashes numbers in two's complement: one with its top bit set gets a zero byte before it. */
function padded(hex: string): string {
  return /^[89a-f]/.test(hex) ? `00${hex}` : hex
}

function sha256(data: string | Buffer): Buffer {
  return createHash('sha256').update(data).digest()
}
