import type { Logger } from 'pino'

/** What a terminal and those who supervise processes send to have one end. */
export const stopSignals = ['SIGINT', 'SIGTERM'] as const

/** Milliseconds in which the same is meant: npm passes on what a terminal has sent to all of it. */
const sameMs = 1000

/**
 * Closes at the first signal; one that comes later than that ends the process at once, with exit
 * code 1. The listeners stay: while there is none, a signal kills.
 */
export function closeAtSignals(close: () => unknown, logger: Logger): void {
  let closingSince: number | undefined
  for (const event of stopSignals) {
    process.on(event, signal => {
      if (closingSince === undefined) {
        closingSince = performance.now()
        logger.info({ signal }, 'closing')
        close()
      } else if (performance.now() - closingSince > sameMs) {
        logger.error(`second ${signal}, exiting`)
        process.exit(1)
      }
    })
  }
}
