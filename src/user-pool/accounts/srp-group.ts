import { createHash, getDiffieHellman } from 'node:crypto'

/** The 3072-bit group of RFC 3526, Cognito's, with its generator 2. */
export const prime = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`)
export const generator = 2n

/** Square and multiply, modulo the prime. */
export function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (const bit of exponent.toString(2)) {
    result = (result * result) % prime
    if (bit === '1') result = (result * base) % prime
  }
  return result
}

/**
 * A number as Cognito hashes it, in two's complement: as few bytes as hold it, and a zero byte
 * before one whose top bit is set.
 */
export function toBytes(number: bigint): Buffer {
  const hex = number.toString(16)
  const whole = hex.length % 2 === 0 ? hex : `0${hex}`
  return Buffer.from(/^[89a-f]/.test(whole) ? `00${whole}` : whole, 'hex')
}

export function fromHex(hex: string): bigint {
  return BigInt(`0x${hex}`)
}

export function sha256(...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export function hashToNumber(...parts: readonly Buffer[]): bigint {
  return fromHex(sha256(...parts).toString('hex'))
}
