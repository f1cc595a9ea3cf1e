import type { FastifyInstance } from 'fastify'

const defaultIntervalMs = 10 * 60 * 1000
/** How far the clock and the time that passes may part before the clock counts as set, in milliseconds. */
const mostApart = 60_000

export interface SweepOptions {
  /** Deletes what has ended. */
  sweep: () => Promise<void>
  /** What the log says when that failed. */
  failure: string
  /** Milliseconds from one to the next. Default 10 minutes. */
  intervalMs?: number | undefined
  /** The clock by which things end, in milliseconds. Default `Date.now`. */
  now?: (() => number) | undefined
}

/**
 * Deletes what has ended, as long as the app runs. Not where the clock was set since the time before:
 * if it is wrong, it may be right again at the next time, and what was deleted would be missing.
 */
export function sweepRegularly(app: FastifyInstance, options: SweepOptions): void {
  const { sweep, failure, intervalMs = defaultIntervalMs, now = Date.now } = options
  const difference = () => now() - performance.now()
  let before = difference()
  let timer: NodeJS.Timeout | undefined
  app.addHook('onReady', async () => {
    timer = setInterval(next, intervalMs).unref()
  })
  app.addHook('onClose', async () => clearInterval(timer))

  async function next(): Promise<void> {
    const setBy = difference() - before
    before += setBy
    if (Math.abs(setBy) > mostApart) {
      app.log.warn({ setBy }, 'the clock was set: what has ended is deleted at the next time')
      return
    }
    await sweep().catch(error => app.log.warn({ err: error }, failure))
  }
}
