import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { endsConnection, type LatestResponses } from './latest-responses.ts'

/**
 * Has each request of a connection begin when the answer before it has gone out: or whoever sends many
 * and reads no answer would fill the memory with them. Meanwhile nothing more is read. What comes
 * behind an answer that ends the connection never begins (RFC 9112 section 9.6).
 */
export function beginInTurn(app: FastifyInstance, latest: LatestResponses): void {
  const before = new WeakMap<ServerResponse, ServerResponse>()

  // Before it is the latest itself.
  app.server.prependListener('request', ({ socket }, response) => {
    const previous = latest.get(socket)
    if (previous === undefined) return
    if (!previous.writableFinished || endsConnection(previous)) before.set(response, previous)
  })
  app.addHook('onRequest', ({ raw: { socket } }, reply, done) => {
    const previous = before.get(reply.raw)
    if (previous === undefined) return done()
    const begin = () => {
      if (endsConnection(previous) || socket.destroyed) return
      socket.resume()
      done()
    }
    if (previous.writableFinished) return begin()
    socket.pause()
    previous.once('close', begin)
  })
}
