import type { Socket } from 'node:net'
import { problemBody, problemMediaType } from './body.ts'
import type { ProblemCode } from './catalogue.ts'

/** What Node's HTTP parser gives up on, by error code; everything else is a malformed request. */
const faults: Record<string, [status: number, code: ProblemCode, detail: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'request_timeout', 'The request did not arrive in time.'],
  HPE_HEADER_OVERFLOW: [431, 'headers_too_large', 'The request headers are too large.'],
}

/**
 * Answers what never becomes a request, because Node's parser refuses it, as a problem too.
 *
 * @param publicUrl this API as its callers see it
 */
export function onClientError(publicUrl: string) {
  return (error: NodeJS.ErrnoException, socket: Socket): void => {
    if (error.code !== 'ECONNRESET' && socket.writable) socket.write(answerTo(error, publicUrl))
    socket.destroySoon()
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
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n')
}
