import type { FastifyInstance } from 'fastify'
import type { Signals } from '../database/signals.ts'
import { sweepRegularly } from '../database/sweep-regularly.ts'
import type { RevocationList } from './list.ts'
import type { RevocationStore } from './store.ts'

/** The name under which instances tell each other of changes. */
export const channel = 'revocations'

export const defaultPollIntervalMs = 1_000

export interface UpkeepOptions {
  list: RevocationList
  store: RevocationStore
  signals: Signals
  /** Milliseconds between looks at the database, for those that bring no signal. Default 1000. */
  pollIntervalMs?: number | undefined
  /** Milliseconds between deletions of what has ended. Default 10 minutes. */
  sweepIntervalMs?: number | undefined
  /** In milliseconds since 1970. */
  now: () => number
}

/** Keeps the list up to date, as long as the app runs; it is read once before the app is ready. */
export function keepUpToDate(app: FastifyInstance, options: UpkeepOptions): void {
  const { list, store, signals } = options
  const { pollIntervalMs = defaultPollIntervalMs, sweepIntervalMs, now } = options
  const stops: (() => unknown)[] = []
  /** The worst that the log has been told of since the list was last read. */
  let told: 'nothing' | 'failing' | 'stale' = 'nothing'

  app.addHook('onReady', async () => {
    await refresh()
    stops.push(signals.listen(channel, refresh), every(pollIntervalMs, poll))
  })
  app.addHook('onClose', async () => {
    for (const stop of stops) await stop()
    await list.idle()
  })
  sweepRegularly(app, {
    async sweep() {
      list.sweep()
      await store.sweep()
    },
    what: 'revocations that ended',
    intervalMs: sweepIntervalMs,
    now,
  })

  function poll(): void {
    void refresh()
    const { stale, age } = list.status()
    if (!stale || told === 'stale') return
    app.log.warn({ age }, 'revocations made elsewhere are not known here')
    told = 'stale'
  }

  async function refresh(): Promise<void> {
    try {
      await list.refresh()
      if (told !== 'nothing') app.log.info('revocations are read again')
      told = 'nothing'
    } catch (error) {
      if (told !== 'nothing') return
      app.log.warn({ err: error }, 'revocations cannot be read')
      told = 'failing'
    }
  }
}

function every(intervalMs: number, work: () => unknown): () => void {
  const timer = setInterval(work, intervalMs).unref()
  return () => clearInterval(timer)
}
