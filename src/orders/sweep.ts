import type { FastifyInstance } from 'fastify'
import type { Idempotency } from './idempotency.ts'

const defaultIntervalMs = 10 * 60 * 1000

/** Deletes expired idempotency keys, as long as the app runs. */
export function sweepRegularly(
  app: FastifyInstance,
  idempotency: Idempotency,
  intervalMs = defaultIntervalMs,
): void {
  let timer: NodeJS.Timeout | undefined
  app.addHook('onReady', async () => {
    timer = setInterval(sweep, intervalMs).unref()
  })
  app.addHook('onClose', async () => clearInterval(timer))

  async function sweep(): Promise<void> {
    await idempotency
      .sweep()
      .catch(error => app.log.warn({ err: error }, 'expired idempotency keys were not deleted'))
  }
}
