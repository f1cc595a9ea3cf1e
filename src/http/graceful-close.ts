import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { LatestResponses } from './latest-responses.ts'
import { doorsOf } from './listen.ts'
import { stopListening } from './stop-listening.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the service is about to close, or closing: it should get no more requests. */
    readonly isDraining: boolean
    /** Announces that. Requests are answered as before. */
    drain(): void
  }
}

/**
 * Connections that proxies keep get this long, in milliseconds, to bring the request after which they
 * end. A proxy that uses one just when it is closed has sent a request that nobody answers.
 */
export const lastRequestsMs = 500

/**
 * Has the last answer of a connection end it once the service has stopped listening. Otherwise closing
 * would wait for the callers that keep theirs alive, until they had been idle for `keepAliveTimeout`.
 * None ends a connection that still owes others, nor while new ones are accepted: callers would
 * come again at once, at a door that is being closed.
 */
export function closeGracefully(app: FastifyInstance, latest: LatestResponses): void {
  let draining = false
  const drain = () => {
    draining = true
  }
  app.decorate('isDraining', { getter: () => draining })
  app.decorate('drain', drain)
  app.addHook('preClose', async () => {
    const isAnnounced = draining
    drain()
    if (!app.server.listening) return
    await stopListening(doorsOf(app))
    if (isAnnounced) await untilEnded(latest)
  })
  app.addHook('onSend', ({ raw }, reply, _payload, done) => {
    const isLast = latest.get(raw.socket) === reply.raw
    if (draining && !app.server.listening && isLast) reply.header('connection', 'close')
    // Fastify ends a connection for every body it cannot parse, even one that was read to its end.
    else if (reply.hasHeader('connection') && raw.complete && mayGoOn(reply)) {
      reply.header('connection', 'keep-alive')
    }
    done()
  })
}

async function untilEnded(connections: LatestResponses): Promise<void> {
  const deadline = performance.now() + lastRequestsMs
  while (connections.size > 0 && performance.now() < deadline) await sleep(10)
}

/**
 * Whether a connection may bring more requests: its caller wants that, and it has not brought as many as
 * it may (Node answers the next with 503).
 */
function mayGoOn({ raw }: FastifyReply): boolean {
  // Node's own, and not in its documentation.
  const { shouldKeepAlive, maxRequestsOnConnectionReached } = raw as typeof raw & {
    maxRequestsOnConnectionReached?: boolean
  }
  return shouldKeepAlive && maxRequestsOnConnectionReached !== true
}
