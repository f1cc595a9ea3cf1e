import { type FastifyReply, type FastifyRequest, LogController } from 'fastify'
import { findPrincipal } from './cognito/index.ts'

/** Health checks come every second and say nothing when they are well. */
const quietRoutes = new Set<string | undefined>(['/livez', '/readyz'])

/**
 * Logs one line a request, when it has been answered. The query stays out: it is where people put
 * tokens by mistake.
 */
export class RequestLog extends LogController {
  constructor() {
    super({ requestIdLogLabel: 'requestId' })
  }

  override incomingRequest(): void {}

  override requestCompleted(
    error: Error | null | undefined,
    request: FastifyRequest,
    reply: FastifyReply,
  ): void {
    const { url: route } = request.routeOptions
    const level = quietRoutes.has(route) ? 'debug' : 'info'
    const principal = findPrincipal(request)
    request.log[level](
      {
        method: request.method,
        path: request.url.split('?', 1)[0],
        route,
        statusCode: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 1000) / 1000,
        remoteAddress: request.ip,
        subject: principal?.subject,
        clientId: principal?.clientId,
        err: error ?? undefined,
      },
      'request answered',
    )
  }
}
