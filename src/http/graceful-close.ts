import type { Server } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { LatestResponses } from './latest-responses.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the service is about to close, or closing: it should get no more requests. */
    readonly isDraining: boolean
    /** Announces that. Requests are answered as before, and end their connections. */
    drain(): void
  }
}

/** However many connections come: those to a server that closes should be few, in milliseconds. */
const acceptingMs = 200

/**
 * Has the last answer of a connection end it while the service closes. Otherwise closing would wait
 * for the callers that keep theirs alive, until they had been idle for `keepAliveTimeout`.
 * None ends a connection that still owes others.
 */
export function closeGracefully(app: FastifyInstance, latest: LatestResponses): void {
  let draining = false
  const drain = () => {
    draining = true
  }
  app.decorate('isDraining', { getter: () => draining })
  app.decorate('drain', drain)
  app.addHook('preClose', async () => {
    drain()
    await acceptWaiting(app.server)
  })
  app.addHook('onSend', ({ raw }, reply, _payload, done) => {
    const isLast = latest.get(raw.socket) === reply.raw
    if (draining && isLast) reply.header('connection', 'close')
    // Fastify ends a connection for every body it cannot parse, even one that was read to its end.
    else if (reply.hasHeader('connection') && raw.complete && mayGoOn(reply)) {
      reply.header('connection', 'keep-alive')
    }
    done()
  })
}

/**
 * Accepts the connections that wait for it: Node takes one in each turn of its loop, and the system
 * resets the others when the server stops listening, with what they have sent.
 */
async function acceptWaiting(server: Server): Promise<void> {
  let quietTurns = 0
  const come = () => {
    quietTurns = 0
  }
  server.on('connection', come)
  // The first may be the rest of one in which they were looked for already.
  const deadline = performance.now() + acceptingMs
  while (quietTurns < 2 && performance.now() < deadline) {
    quietTurns++
    await nextTurn()
  }
  server.off('connection', come)
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
