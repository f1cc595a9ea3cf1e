import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * The open connections of a server, each with the answer to the latest request it brought. Answers go
 * out in the order of the requests, so it is the last that is under way (RFC 9112 section 9.3.2).
 */
export type LatestResponses = ReadonlyMap<Socket, ServerResponse | undefined>

export function latestResponses(server: Server): LatestResponses {
  const latest = new Map<Socket, ServerResponse | undefined>()
  server.on('connection', (socket: Socket) => {
    latest.set(socket, undefined)
    socket.once('close', () => latest.delete(socket))
  })
  // Before the request is worked on: its answer may be given at once.
  server.prependListener('request', (request, response) => latest.set(request.socket, response))
  return latest
}

/** Whether this is the answer to a whole request, and not sent yet. */
export function isUnderWay(response: ServerResponse | undefined): response is ServerResponse {
  return response?.req.complete === true && !response.writableFinished
}

/** Whether the connection was promised to end with this answer, which has begun to go out. */
export function endsConnection(response: ServerResponse | undefined): boolean {
  // Node's own, and not in its documentation.
  const { _last } = (response ?? {}) as { _last?: boolean }
  return response?.headersSent === true && _last === true
}
