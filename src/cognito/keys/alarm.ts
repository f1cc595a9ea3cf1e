/**
 * Rings once, unref'd, when a delay is over by the clock: a timer alone would not notice that the machine
 * slept or its clock was set forwards. Also when the clock was set back by more than passed since it was
 * looked at, because nothing can be told about the delay then.
 *
 * @param now the clock, in milliseconds
 * @param longestSleep how soon it is noticed that the clock was set, in milliseconds
 */
export function createAlarm(now: () => number, ring: () => void, longestSleep = 2000) {
  let timer: NodeJS.Timeout | undefined

  /** @param delay in milliseconds; takes the place of the one before */
  function set(delay: number): void {
    clearTimeout(timer)
    const setAt = now()
    const sleep = Math.min(Math.max(0, delay), longestSleep)
    timer = setTimeout(() => {
      const passed = now() - setAt
      if (sleep < delay && passed >= 0) set(delay - passed)
      else ring()
    }, sleep).unref()
  }

  return { set, clear: () => clearTimeout(timer) }
}
