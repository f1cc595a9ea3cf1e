import type { FastifyReply, FastifyRequest } from 'fastify'

/**
 * Ends a connection that Node has given up to another protocol, such as WebSocket, with the answer
 * to its request. Nobody reads it, so nobody would notice that the client has gone.
 */
export function endUpgraded({ raw }: FastifyRequest, reply: FastifyReply): void {
  // Node tells by this member, which its types lack.
  const { upgrade } = raw as { upgrade?: boolean | null }
  if (upgrade !== true) return
  const { socket } = raw
  reply.header('connection', 'close')
  reply.raw.once('finish', () => socket.destroySoon())
}
