import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Problem } from './problem.ts'

/**
 * Serves requests with an Expect header that nobody knows as if it were not there, which RFC 9110
 * section 10.1.1 permits. Node's own refusal has no body.
 */
export function ignoreExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
}

/**
 * Says what is wrong with a request without Host, which RFC 9112 section 3.2 has refused. Node
 * would do so without a body; its check (`requireHostHeader`) is to be switched off.
 */
export function withoutHost({ raw }: FastifyRequest): Problem | undefined {
  if (raw.headers.host !== undefined || raw.httpVersion === '1.0') return undefined
  return new Problem(400, 'malformed_request', 'The request has no Host header.')
}
