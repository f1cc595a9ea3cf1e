import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { endsConnection, type LatestResponses } from './latest-responses.ts'

/** Requests of a connection that wait. Whoever sends more, and no answer has come yet, is cut off. */
const mostWaiting = 1_000

/**
 * Has each request of a connection begin when the answer before it has gone out: or whoever sends many
 * and reads no answer would fill the memory with them. What comes behind an answer that ends the
 * connection never begins (RFC 9112 section 9.6).
 */
export function beginInTurn(app: FastifyInstance, latest: LatestResponses): void {
  const before = new WeakMap<ServerResponse, ServerResponse>()
  const waiting = new WeakMap<Socket, number>()

  function countWaiting(socket: Socket, more: 1 | -1): number {
    const count = (waiting.get(socket) ?? 0) + more
    waiting.set(socket, count)
    return count
  }

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
      countWaiting(socket, -1)
      if (!endsConnection(previous) && !socket.destroyed) done()
    }
    if (countWaiting(socket, 1) > mostWaiting) socket.destroy()
    else if (previous.writableFinished) begin()
    else previous.once('close', begin)
  })
}
