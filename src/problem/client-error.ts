import type { Socket } from 'node:net'
import { isUnderWay, type LatestResponses } from '../latest-responses.ts'
import { problemBody, problemMediaType } from './body.ts'
import type { ProblemCode } from './catalogue.ts'

/** What Node's HTTP parser gives up on, by error code; everything else is a malformed request. */
const faults: Record<string, [status: number, code: ProblemCode, detail: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large', 'The request headers are too large.'],
}

/** Who has hung up, or has said that nothing more is to come, waits for no answer. */
const unheard = new Set(['ECONNRESET', 'HPE_CLOSED_CONNECTION'])

/**
 * Answers what never becomes a request, because Node's parser refuses it, as a problem too. What
 * comes behind whole requests is answered after them: or whoever sent those would take this for the
 * answer, and one that was stored for refused. A request that was answered before it was whole gets
 * no second answer.
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
    if (error.code === 'ECONNRESET' || !isUnderWay(response)) refuse()
    else response.once('close', refuse)

    function refuse(): void {
      const isAnswered = response?.req.complete === false && response.headersSent
      const isHeard = !unheard.has(String(error.code)) && socket.writable
      if (isHeard && !isAnswered) socket.write(answerTo(error, publicUrl))
      socket.destroySoon()
    }
  }
}

function answerTo(error: NodeJS.ErrnoException, publicUrl: string): string {
  const [status, code, detail] = faults[String(error.code)] ?? [
    400,
    'malformed_request' as const,
    'The request is not well-formed HTTP.',
  ]
  const problem = problemBody(publicUrl, { status, code, detail })
  const body = JSON.stringify(problem)
  return [
    `HTTP/1.1 ${status} ${problem.title}`,
    `Date: ${new Date().toUTCString()}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
