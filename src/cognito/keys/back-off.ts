/** Waits after failures, in milliseconds: they double from the first to the last. */
const first = 250
const longest = 30_000
/** Where requests are refused for want of a key, the endpoint's return must be seen soon. */
export const longestWhileRefusing = 1500

/** When a key set may be asked for again, in milliseconds of the clock. */
export interface NextAttempts {
  /** Because of a request that would be refused otherwise. */
  byRequest: number
  /** In the background. */
  inBackground: number
}

/**
 * Tells when to try again. Counted from the start of what failed, so that a time-out is not followed by
 * a wait as well.
 *
 * @param failures in a row, this one included
 * @param startedAt when the attempt that failed began
 * @param usableUntil until when the keys at hand may be used
 */
export function nextAttempts(
  failures: number,
  startedAt: number,
  usableUntil: number,
): NextAttempts {
  const wait = Math.min(longest, first * 2 ** (failures - 1))
  const byRequest = startedAt + Math.min(wait, longestWhileRefusing)
  return { byRequest, inBackground: Math.max(byRequest, Math.min(startedAt + wait, usableUntil)) }
}
