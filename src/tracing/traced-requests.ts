import type { FastifyBaseLogger, FastifyServerOptions, RawRequestDefaultExpression } from 'fastify'
import { LateLogger } from './late-logger.ts'
import { type TraceContext, traceContext } from './trace-context.ts'

const traceKey = Symbol('trace')

declare module 'node:http' {
  interface IncomingMessage {
    [traceKey]?: TraceContext
  }
}

/** The trace that a request belongs to. */
export function traceOf(request: RawRequestDefaultExpression): TraceContext {
  request[traceKey] ??= traceContext(request.headers.traceparent)
  return request[traceKey]
}

/** Has every log line of a request tell its trace. No route has logger options of its own. */
export const tracedLogger: NonNullable<FastifyServerOptions['childLoggerFactory']> = (
  logger: FastifyBaseLogger,
  bindings,
  _options,
  request,
) =>
  new LateLogger(() => {
    const { traceId, spanId } = traceOf(request)
    return logger.child({ ...bindings, traceId, spanId })
  })
