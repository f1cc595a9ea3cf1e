/** What asks a process to end: a terminal, its closing, those who supervise processes. */
export const stopSignals = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGUSR2'] as const

/**
 * Milliseconds in which the same is meant: npm passes on what a terminal has sent to all of it, and
 * a terminal that is closed says so by its shell as well.
 */
const sameMs = 1000

/**
 * Stops at the first signal; one that comes when that is no longer the same ends the process at
 * once, with exit code 1. The listeners stay: while there is none, a signal kills.
 *
 * @param impatient told of the latter
 */
export function atStopSignals(
  stop: (signal: NodeJS.Signals) => void,
  impatient?: (signal: NodeJS.Signals) => void,
): void {
  let since: number | undefined
  for (const event of stopSignals) {
    process.on(event, signal => {
      const now = performance.now()
      if (since === undefined) {
        since = now
        stop(signal)
      } else if (now - since > sameMs) {
        impatient?.(signal)
        process.exit(1)
      }
    })
  }
}
