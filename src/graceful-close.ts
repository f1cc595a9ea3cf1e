import type { FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Whether the service is about to close, or closing: it should get no more requests. */
    readonly isDraining: boolean
    /** Announces that. Requests are answered as before, and end their connections. */
    drain(): void
  }
}

/**
 * Has every answer given before and while the service closes end its connection. Otherwise closing
 * would wait for the callers that keep theirs alive, until they had been idle for
 * `keepAliveTimeout`.
 */
export function closeGracefully(app: FastifyInstance): void {
  let draining = false
  const drain = () => {
    draining = true
  }
  app.decorate('isDraining', { getter: () => draining })
  app.decorate('drain', drain)
  app.addHook('preClose', done => {
    drain()
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (draining) reply.header('connection', 'close')
    done()
  })
}
