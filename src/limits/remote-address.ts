import type { FastifyInstance } from 'fastify'

/**
 * Asks for the address of each connection while there is one. Node remembers it from then on, but
 * asks only when somebody wants to know; of a connection that has ended, nobody can tell.
 */
export function rememberAddresses({ server }: FastifyInstance): void {
  server.on('connection', socket => void socket.remoteAddress)
}
