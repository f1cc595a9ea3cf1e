import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Problem } from '../problem/problem.ts'

/**
 * Meets the expectations of requests (RFC 9110 section 10.1.1). Who waits for leave to send a body
 * gets it when somebody begins to read that, and not if the request is refused before. Expectations
 * that nobody knows count for nothing, which is permitted; Node's own refusal has no body.
 */
export function meetExpectations({ server }: FastifyInstance): void {
  server.on('checkContinue', (request, response) => {
    const read = request._read
    request._read = size => {
      request._read = read
      if (!response.headersSent) response.writeContinue()
      request._read(size)
    }
    server.emit('request', request, response)
  })
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
}

/** Says what breaks the rules of HTTP in a request that Node's parser lets through. */
export function brokenRule(request: FastifyRequest): Problem | undefined {
  return wrongTarget(request) ?? wrongHost(request) ?? wrongFraming(request)
}

/**
 * Ends the connection with the answer to a request for another protocol, of which there is none here
 * (RFC 9110 section 7.8). Node's parser takes what came with the request for that protocol, and goes
 * on in the middle of what comes next.
 */
export function endUpgrade({ raw }: FastifyRequest, reply: FastifyReply): void {
  const { upgrade, connection = '' } = raw.headers
  if (upgrade === undefined || !/\bupgrade\b/i.test(connection)) return
  reply.raw.shouldKeepAlive = false
  reply.header('connection', 'close')
}

/**
 * Says what is wrong with a request for `*`, which is the server as a whole and for OPTIONS alone (RFC
 * 9112 section 3.2.4). The router takes it for the root.
 */
function wrongTarget({ raw }: FastifyRequest): Problem | undefined {
  if (raw.url?.startsWith('*') !== true || raw.method === 'OPTIONS') return undefined
  return malformed('The request target * is for OPTIONS alone.')
}

/** A name or an address, and a port: `uri-host [ ":" port ]` (RFC 9110 section 7.2); or nothing. */
const hostShape = /^(?:\[[\w.:~!$&'()*+,;=%-]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/

/**
 * Says what is wrong with a request that has no Host, more than one, or one that is none: what RFC
 * 9112 section 3.2 has refused. Node would refuse the first without a body, and take the first of
 * several; its check (`requireHostHeader`) is to be switched off.
 */
function wrongHost({ raw }: FastifyRequest): Problem | undefined {
  const { host } = raw.headers
  if (host === undefined) {
    return raw.httpVersion === '1.0' ? undefined : malformed('The request has no Host header.')
  }
  if (!hostShape.test(host)) return malformed('The Host header is not a host.')
  return hasTwo(raw.rawHeaders) ? malformed('The request has two Host headers.') : undefined
}

function hasTwo(rawHeaders: readonly string[]): boolean {
  let hosts = 0
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1
}

const closing = { headers: { connection: 'close' } }

/**
 * Says what is wrong with how the body of a request is framed, where Node finds nothing: HTTP has
 * no Transfer-Encoding before or after version 1.1, and codings below `chunked` are not undone (RFC 9112 section 6.1). What follows
 * on such a connection is anybody's guess, so it has to end.
 */
function wrongFraming({ raw }: FastifyRequest): Problem | undefined {
  const coding = raw.headers['transfer-encoding']
  if (coding === undefined) return undefined
  if (raw.httpVersion !== '1.1') return malformed('Only HTTP/1.1 has Transfer-Encoding.', closing)
  if (coding.toLowerCase() === 'chunked') return undefined
  return malformed('Send the body with no Transfer-Encoding but chunked.', closing)
}

function malformed(detail: string, options = {}): Problem {
  return new Problem(400, 'malformed_request', detail, options)
}
