import { randomFillSync } from 'node:crypto'

const pool = Buffer.allocUnsafe(4096)
let position = pool.length

/**
 * Random bytes as lower-case hexadecimal digits, from a pool: one request needs a few, and asking
 * the system for them each time would cost more than all else that is done with them.
 */
export function randomHex(bytes: number): string {
  if (position + bytes > pool.length) {
    randomFillSync(pool)
    position = 0
  }
  position += bytes
  return pool.toString('hex', position - bytes, position)
}
