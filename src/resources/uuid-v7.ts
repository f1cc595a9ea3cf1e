import { randomInt, randomUUID } from 'node:crypto'

const counterLimit = 0x1000

/**
 * Makes a generator of version 7 UUIDs (RFC 9562 section 5.7): the time in milliseconds, a counter,
 * random bits. Each sorts after the one before, even within a millisecond and when the clock is set
 * back (section 6.2, method 1).
 *
 * @param now in milliseconds since 1970
 */
export function createUuidV7(now: () => number = Date.now): () => string {
  let time = 0
  let counter = 0

  function advance(): void {
    const current = now()
    counter += 1
    if (current <= time && counter < counterLimit) return
    // A full counter borrows from the next millisecond.
    time = Math.max(current, time + 1)
    // Half of the range stays for what else this millisecond brings.
    counter = randomInt(counterLimit / 2)
  }

  return () => {
    advance()
    const milliseconds = time.toString(16).padStart(12, '0')
    const version = (0x7000 + counter).toString(16)
    // Variant and random bits are those of version 4, for which Node keeps random bytes at hand.
    const random = randomUUID().slice(19)
    return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-${version}-${random}`
  }
}
