import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
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
export const defaultLastRequestsMs = 500

/**
 * Has the last answer of a connection end it once the service has stopped listening. Otherwise closing
 * would wait for the callers that keep theirs alive, until they had been idle for `keepAliveTimeout`.
 * None ends a connection that still owes others, nor before: callers would come again at once, at a
 * door that is about to be closed.
 *
 * @param lastRequestsMs for connections that are kept, if closing was announced
 */
export function closeGracefully(
  app: FastifyInstance,
  latest: LatestResponses,
  lastRequestsMs = defaultLastRequestsMs,
): void {
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
    const deadline = performance.now() + (isAnnounced ? lastRequestsMs : 0)
    while (latest.size > 0 && (performance.now() < deadline || isBeingTaken(latest))) {
      await sleep(10)
    }
    // What came while the event loop was busy is read first.
    await nextTurn()
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

/** Whether somebody has not taken an answer yet: Node takes connections for idle that have it to send. */
function isBeingTaken(latest: LatestResponses): boolean {
  return [...latest.values()].some(answer => answer?.writableEnded && !answer.writableFinished)
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
