import type { FastifyCorsOptions, OriginFunction } from '@fastify/cors'
import type { FastifyReply, FastifyRequest } from 'fastify'

const exposedHeaders = [
  'Accept-Encoding',
  'Accept-Patch',
  'Allow',
  'ETag',
  'Idempotency-Replayed',
  'Link',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Traceresponse',
  'WWW-Authenticate',
  'X-Request-Id',
]

/**
 * Options of @fastify/cors. Whoever is not on the list gets no CORS header at all.
 *
 * @param origins web origins that may call from a browser
 */
export function corsOptions(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: only(origins),
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders,
    maxAge: 600,
    // It comes with a Content-Length, which a 204 must not have (RFC 9110 section 8.6).
    optionsSuccessStatus: 200,
    // A browser's preflight always has both headers; without them an answer in plain text would do
    // nobody a service.
    strictPreflight: false,
    hideOptionsRoute: true,
  }
}

/**
 * The headers of @fastify/cors, for answers that meet no hook.
 *
 * @param origins web origins that may call from a browser
 */
export function corsHeaders(origins: readonly string[]) {
  const allowed = new Set(origins)
  return ({ headers: { origin = '' } }: FastifyRequest, reply: FastifyReply): void => {
    if (allowed.size > 0) reply.header('vary', 'Origin')
    if (!allowed.has(origin)) return
    reply.header('access-control-allow-origin', origin)
    reply.header('access-control-expose-headers', exposedHeaders.join(', '))
  }
}

/** A list in the options would have the other headers sent to everybody. */
function only(origins: readonly string[]): OriginFunction {
  const allowed = new Set(origins)
  return (origin = '', callback) => callback(null, allowed.has(origin) && origin)
}
