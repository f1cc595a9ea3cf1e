import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { traceResponse } from '../tracing/trace-context.ts'
import { traceOf } from '../tracing/traced-requests.ts'

/** For answers that are data; pages have their own. */
const apiHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

export type PutHeaders = (request: FastifyRequest, reply: FastifyReply) => void

/**
 * Makes what puts on an answer the headers that every answer should carry: it is data, not a page,
 * and tells its request id and trace. Constants, because @fastify/helmet costs nearly as much as the
 * whole route; pages have helmet.
 *
 * @param publicUrl this API as its callers see it
 */
export function responseHeaders(publicUrl: string): PutHeaders {
  const headers = constantHeaders(publicUrl)
  return (request, reply) => {
    reply
      .headers(headers)
      .header('x-request-id', request.id)
      .header('traceresponse', traceResponse(traceOf(request.raw)))
  }
}

/**
 * The headers of answers that are data.
 *
 * @param publicUrl this API as its callers see it
 */
export function constantHeaders(publicUrl: string): Record<string, string> {
  const isSecure = publicUrl.startsWith('https:')
  return {
    ...apiHeaders,
    ...(isSecure && { 'strict-transport-security': 'max-age=31536000; includeSubDomains' }),
  }
}

/** Takes back, in a scope of pages, what would override the headers helmet sets for them. */
export function leaveHeadersToHelmet(pages: FastifyInstance): void {
  pages.addHook('onRequest', (_request, reply, done) => {
    for (const name in apiHeaders) reply.removeHeader(name)
    done()
  })
}
