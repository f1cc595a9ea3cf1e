import { randomUUID } from 'node:crypto'
import type { RawRequestDefaultExpression } from 'fastify'

const safe = /^[A-Za-z0-9._:/+=-]{1,128}$/

/** The caller's `X-Request-Id` when it is short and harmless in a log, otherwise a new one. */
export function requestId(request: RawRequestDefaultExpression): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && safe.test(given) ? given : randomUUID()
}
