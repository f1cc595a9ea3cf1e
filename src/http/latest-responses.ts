import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * The open connections of a server, each with the answer to the latest request it brought. Answers go
 * out in the order of the requests, so it is the last that is under way (RFC 9112 section 9.3.2). What
 * comes behind a request whose answer ends the connection has none (section 9.6), and is not the latest.
 */
export type LatestResponses = ReadonlyMap<Socket, ServerResponse | undefined>

export function latestResponses(server: Server): LatestResponses {
  const latest = new Map<Socket, ServerResponse | undefined>()
  server.on('connection', (socket: Socket) => {
    latest.set(socket, undefined)
    socket.once('close', () => latest.delete(socket))
  })
  // Before the request is worked on: its answer may be given at once.
  server.prependListener('request', ({ socket }, response) => {
    if (!endsConnection(latest.get(socket))) latest.set(socket, response)
  })
  return latest
}

/** Whether this is the answer to a whole request, and not sent yet. */
export function isUnderWay(response: ServerResponse | undefined): response is ServerResponse {
  return response?.req.complete === true && !response.writableFinished
}

/** Whether the connection ends with this answer: it says so, or is going to. */
export function endsConnection(response: ServerResponse | undefined): boolean {
  if (response === undefined) return false
  // Node's own, and not in its documentation.
  const { shouldKeepAlive, _last } = response as ServerResponse & { _last?: boolean }
  return !shouldKeepAlive || _last === true
}
