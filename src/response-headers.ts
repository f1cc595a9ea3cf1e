import type { FastifyInstance } from 'fastify'

/** For answers that are data. */
const apiHeaders = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
}

/**
 * Puts on every answer what an API answer should carry: it is data, not a page, and tells its
 * request id. Constants, because @fastify/helmet costs nearly as much as the whole route; pages
 * have helmet.
 *
 * @param publicUrl this API as its callers see it
 */
export function setResponseHeaders(app: FastifyInstance, publicUrl: string): void {
  const headers = {
    ...apiHeaders,
    ...(publicUrl.startsWith('https:') && {
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    }),
  }
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers).header('x-request-id', request.id)
    done()
  })
}

/** Takes back, in a scope of pages, what would override the headers helmet sets for them. */
export function leaveHeadersToHelmet(pages: FastifyInstance): void {
  pages.addHook('onRequest', (_request, reply, done) => {
    for (const name in apiHeaders) reply.removeHeader(name)
    done()
  })
}
