import Fastify, { type FastifyInstance } from 'fastify'
import { timeOutOptions } from '../limits/time-outs.ts'
import type { Metrics } from './metrics.ts'

/** The listener for Prometheus: `GET /metrics`, apart from the API, so that no caller reaches it. */
export function buildMetricsServer(metrics: Metrics): FastifyInstance {
  const server = Fastify({ ...timeOutOptions(), logger: false, forceCloseConnections: true })
  server.get('/metrics', async (_request, reply) => {
    reply.type(metrics.contentType)
    return metrics.text()
  })
  return server
}
