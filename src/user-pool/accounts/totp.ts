import { createHmac } from 'node:crypto'
import { isSame } from '../constant-time.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const stepSeconds = 30

/** RFC 4648 section 6, without padding. */
export function base32(bytes: Buffer): string {
  const bits = Array.from(bytes, byte => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(
    /.{1,5}/g,
    group => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)] as string,
  )
}

/** RFC 6238 with SHA-1, six digits and steps of 30 seconds, as authenticator apps have it. */
export function totp(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (digest.at(-1) as number) & 0xf
  const number = digest.readUInt32BE(offset) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/**
 * The time step whose code this is: the current one, or a neighbour for clocks that are off.
 *
 * @param now seconds since 1970
 */
export function stepOf(secret: string, code: string, now: number): number | undefined {
  const current = Math.floor(now / stepSeconds)
  return [current, current - 1, current + 1].find(step => isSame(code, totp(secret, step)))
}

function fromBase32(text: string): Buffer {
  const bits = Array.from(text, letter =>
    alphabet.indexOf(letter).toString(2).padStart(5, '0'),
  ).join('')
  const bytes = bits.matchAll(/.{8}/g)
  return Buffer.from(Array.from(bytes, ([byte]) => Number.parseInt(byte, 2)))
}
