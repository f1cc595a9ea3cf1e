/**
 * Allows a burst and then a steady rate.
 *
 * @param capacity how many may be taken at once
 * @param interval time after which one more may be taken, in milliseconds
 * @param now the clock, in milliseconds
 */
export function createTokenBucket(capacity: number, interval: number, now: () => number) {
  let level = capacity
  let filledAt = now()
  return {
    /** Takes one if there is one. */
    take(): boolean {
      // A clock that was set back is not waited for.
      filledAt = Math.min(filledAt, now())
      const gained = Math.floor((now() - filledAt) / interval)
      if (gained > 0) {
        level = Math.min(capacity, level + gained)
        filledAt += gained * interval
      }
      if (level === 0) return false
      level--
      return true
    },
  }
}
