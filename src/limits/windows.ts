/** What was counted of one caller since its window began. */
export interface Window {
  /** Requests, the present one included. */
  used: number
  /** When counting begins anew, by the clock of the windows, in milliseconds. */
  endsAt: number
}

export interface WindowsOptions {
  /** How long a window is, in milliseconds. */
  length: number
  /** The most callers remembered; beyond that the oldest window is forgotten. Default 100,000. */
  capacity?: number
  /** A clock in milliseconds that never jumps. */
  now: () => number
}

/**
 * Counts requests in fixed windows, in memory. A window begins with a caller's first request.
 *
 * Its answer comes at once, because it stands in the way of every request: @fastify/rate-limit,
 * asynchronous in any case, makes a bare route a tenth slower.
 */
export function createWindows({ length, capacity = 100_000, now }: WindowsOptions) {
  const windows = new Map<string, Window>()

  return {
    count(key: string): Window {
      const time = now()
      const current = windows.get(key)
      if (current !== undefined && time < current.endsAt) {
        current.used++
        return current
      }
      windows.delete(key)
      forgetOldest(time)
      const window = { used: 1, endsAt: time + length }
      windows.set(key, window)
      return window
    },

    get size(): number {
      return windows.size
    },
  }

  /** All windows have one length, so the first in the map are the first to end. */
  function forgetOldest(time: number): void {
    for (const [key, { endsAt }] of windows) {
      if (windows.size < capacity && time < endsAt) break
      windows.delete(key)
    }
  }
}
