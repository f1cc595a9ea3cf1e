import type { FastifyBaseLogger } from 'fastify'
import { type Config, ConfigError } from '../config/index.ts'
import type { SharedStore } from '../limits/shared-store.ts'
import type { Metrics } from '../metrics/metrics.ts'

/**
 * Connects to Redis when it is configured. Its client is loaded only then.
 *
 * @throws {ConfigError} the address is none
 */
export async function connectStore(
  { REDIS_URL }: Config,
  logger: FastifyBaseLogger,
): Promise<SharedStore | undefined> {
  if (REDIS_URL === undefined) return undefined
  const { connectSharedStore } = await import('../limits/shared-store.ts')
  try {
    return connectSharedStore(REDIS_URL, logger)
  } catch {
    throw new ConfigError([
      'REDIS_URL is not an address, for example REDIS_URL=redis://user:password@localhost:6379',
    ])
  }
}

interface ServedMetrics {
  metrics: Metrics
  close: () => Promise<void>
}

/** Serves metrics when a port is configured for them. What makes them is loaded only then. */
export async function serveMetrics({
  METRICS_PORT,
  HOST,
}: Config): Promise<ServedMetrics | undefined> {
  if (METRICS_PORT === undefined) return undefined
  const { createMetrics } = await import('../metrics/metrics.ts')
  const { buildMetricsServer } = await import('../metrics/server.ts')
  const metrics = createMetrics()
  const server = buildMetricsServer(metrics)
  await server.listen({ host: HOST, port: METRICS_PORT })
  return { metrics, close: () => server.close() }
}
