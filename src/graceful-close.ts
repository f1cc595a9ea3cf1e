import type { FastifyInstance } from 'fastify'

/**
 * Has every answer given while the service closes end its connection. Otherwise closing would wait
 * for the callers that keep theirs alive, until they had been idle for `keepAliveTimeout`.
 */
export function closeGracefully(app: FastifyInstance): void {
  let closing = false
  app.addHook('preClose', done => {
    closing = true
    done()
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    if (closing) reply.header('connection', 'close')
    done()
  })
}
