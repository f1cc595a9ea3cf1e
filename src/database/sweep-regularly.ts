import type { FastifyInstance } from 'fastify'

export const defaultSweepIntervalMs = 10 * 60 * 1000
/** By how much more than the time that passed the clock may have gone on, in milliseconds. */
const mostAhead = 60_000

export interface SweepOptions {
  /** Deletes what has ended. */
  sweep: () => Promise<void>
  /** What that is, for the log. */
  what: string
  /** Milliseconds from one to the next. Default 10 minutes. */
  intervalMs?: number | undefined
  /** The clock by which things end, in milliseconds. Default `Date.now`. */
  now?: (() => number) | undefined
}

/**
 * Deletes what has ended, as long as the app runs. Once it waits where the clock was set forwards: if
 * that is wrong, it may be right again at the next time, and what was deleted would be missing. Only
 * once, since that of a machine that often sleeps always seems to have been.
 */
export function sweepRegularly(app: FastifyInstance, options: SweepOptions): void {
  const { sweep, what, intervalMs = defaultSweepIntervalMs, now = Date.now } = options
  const difference = () => now() - performance.now()
  let before = difference()
  let hasWaited = false
  let timer: NodeJS.Timeout | undefined
  app.addHook('onReady', async () => {
    timer = setInterval(next, intervalMs).unref()
  })
  app.addHook('onClose', async () => clearInterval(timer))

  async function next(): Promise<void> {
    const setBy = difference() - before
    before += setBy
    hasWaited = setBy > mostAhead && !hasWaited
    if (hasWaited)
      app.log.warn({ setBy, what }, 'nothing is deleted yet: the clock was set forwards')
    else await sweep().catch(error => app.log.warn({ err: error }, `${what} were not deleted`))
  }
}
