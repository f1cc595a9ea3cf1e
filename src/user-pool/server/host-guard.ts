import type { FastifyInstance } from 'fastify'
import { isLoopback } from '../configuration/loopback.ts'

/**
 * Answers only those who call the pool by a name of this machine, or by the name it has been given.
 * Otherwise any web page could have its own name point here (DNS rebinding), and read mails and
 * sign users in as if the pool were part of it.
 *
 * @param origin the pool as its users see it
 */
export function guardHost(app: FastifyInstance, origin: () => string): void {
  app.addHook('onRequest', async (request, reply) => {
    const host = request.hostname.toLowerCase().replace(/^\[|\]$/g, '')
    const isOwn = isLoopback(host) || host.endsWith('.localhost')
    if (isOwn || host === new URL(origin()).hostname) return
    return reply
      .code(421)
      .type('text/plain; charset=utf-8')
      .send(
        `This is the local user pool ${origin()}: set USER_POOL_URL to call it by another name.\n`,
      )
  })
}
