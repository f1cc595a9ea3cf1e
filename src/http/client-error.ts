import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { problemBody, problemMediaType } from '../problem/body.ts'
import type { ProblemCode } from '../problem/catalogue.ts'
import { endsConnection, isUnderWay, type LatestResponses } from './latest-responses.ts'
import { constantHeaders } from './response-headers.ts'

type Fault = [status: number, code: ProblemCode, detail: string]

/** What Node's HTTP parser gives up on, by error code; everything else is a malformed request. */
const faults: Record<string, Fault> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large', 'The request headers are too large.'],
}

/** Who has hung up, or has said that nothing more is to come, waits for no answer. */
const unheard = new Set(['ECONNRESET', 'HPE_CLOSED_CONNECTION'])

/**
 * Answers what never becomes a request, because Node's parser refuses it, as a problem too. What
 * comes behind whole requests is answered after them: or whoever sent those would take this for the
 * answer, and one that was stored for refused. A request that was answered before it was whole gets
 * no second answer, and what comes after an answer that ends the connection gets none.
 *
 * @param publicUrl this API as its callers see it
 */
export function onClientError(publicUrl: string, latest: () => LatestResponses) {
  const refused = new WeakSet<Socket>()

  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    // Node goes on reading, and complains of each piece.
    if (refused.has(socket)) return
    refused.add(socket)
    const response = latest().get(socket)
    if (error.code === 'ECONNRESET') refuse()
    else after(response, refuse)

    function refuse(): void {
      const isLast = response?.req.complete === false || endsConnection(response)
      const isAnswered = isLast && response?.headersSent === true
      const isHeard = !unheard.has(String(error.code)) && socket.writable
      if (isHeard && !isAnswered) socket.write(answerTo(error, publicUrl))
      socket.destroySoon()
    }
  }
}

/** Answers CONNECT, which Node hands over as a bare connection: there are no tunnels here. */
export function refuseTunnels(
  { server }: FastifyInstance,
  publicUrl: string,
  latest: LatestResponses,
): void {
  const fault: Fault = [405, 'method_not_allowed', 'This address does not know the method.']
  server.on('connect', (_request, socket: Socket) => {
    // Node has let go of it: an error that nobody listens for would end the process, an answer that is
    // still on its way would not be told to go on, and a caller who is gone would not be noticed.
    const response = latest.get(socket)
    socket.on('error', () => {})
    socket.on('drain', () => response?.emit('drain'))
    socket.setTimeout(server.timeout, () => socket.destroy())
    after(response, () => {
      socket.write(rawAnswer(publicUrl, fault, { allow: '' }))
      socket.destroySoon()
    })
  })
}

/** Does something when the answer to what came before has gone out. */
function after(response: ServerResponse | undefined, work: () => void): void {
  if (isUnderWay(response)) response.once('close', work)
  else work()
}

function answerTo(error: NodeJS.ErrnoException, publicUrl: string): string {
  return rawAnswer(
    publicUrl,
    faults[String(error.code)] ?? [
      400,
      'malformed_request',
      'The request is not well-formed HTTP.',
    ],
  )
}

/** A whole answer, for connections that no response belongs to. */
function rawAnswer(
  publicUrl: string,
  [status, code, detail]: Fault,
  more: Record<string, string> = {},
): string {
  const problem = problemBody(publicUrl, { status, code, detail })
  const body = JSON.stringify(problem)
  const headers = {
    ...constantHeaders(publicUrl),
    ...more,
    'cache-control': 'no-store',
    'content-type': problemMediaType,
    'content-length': Buffer.byteLength(body),
    date: new Date().toUTCString(),
    connection: 'close',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${status} ${problem.title}`, ...lines, '', body].join('\r\n')
}
