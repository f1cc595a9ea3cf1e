import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify'
import { onClientError, refuseTunnels } from './http/client-error.ts'
import { corsHeaders } from './http/cors.ts'
import { closeGracefully } from './http/graceful-close.ts'
import { brokenRule, endUpgrade, meetExpectations } from './http/http-rules.ts'
import { beginInTurn } from './http/in-turn.ts'
import { latestResponses } from './http/latest-responses.ts'
import { rememberPublicPath } from './http/public-path.ts'
import { requestId } from './http/request-id.ts'
import { responseHeaders } from './http/response-headers.ts'
import { serializerOptions } from './http/serialization.ts'
import { dropUnfinishedRequests } from './http/unfinished-requests.ts'
import { rememberAddresses } from './limits/remote-address.ts'
import { type TimeOuts, timeOutOptions } from './limits/time-outs.ts'
import { logAbortedRequests, RequestLog } from './logging/request-log.ts'
import type { Metrics } from './metrics/metrics.ts'
import type { Problem } from './problem/problem.ts'
import { tracedLogger } from './tracing/traced-requests.ts'

export interface InstanceOptions {
  logger: FastifyBaseLogger | false
  /** This API as its callers see it, without trailing slash. */
  publicUrl: string
  /** Web origins that may call from a browser. */
  corsOrigins: readonly string[]
  /** How long clients may take. Default: `defaultTimeOuts`. */
  timeOuts?: Partial<TimeOuts>
  /** Whose X-Forwarded-For is believed. Default: nobody's. */
  trustProxy?: NonNullable<FastifyServerOptions['trustProxy']>
  /** Default: nothing is measured. */
  metrics?: Metrics | undefined
}

/** Makes the bare Fastify instance, and what happens to every request, whatever it asks for. */
export function createInstance(options: InstanceOptions): FastifyInstance {
  const { publicUrl, logger, metrics } = options
  const putHeaders = responseHeaders(publicUrl)
  const putCorsHeaders = corsHeaders(options.corsOrigins)
  const logController = new RequestLog()
  const { http, ...timeOuts } = timeOutOptions(options.timeOuts)
  const app: FastifyInstance = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController,
    genReqId: requestId,
    childLoggerFactory: tracedLogger,
    trustProxy: options.trustProxy ?? false,
    bodyLimit: 64 * 1024,
    ...serializerOptions,
    ...timeOuts,
    http: { ...http, requireHostHeader: false },
    // Requests on connections that are still open are answered; closeGracefully ends those.
    return503OnClosing: false,
    clientErrorHandler: onClientError(publicUrl, () => latest),
    // For addresses that the router refuses: they meet no hook.
    frameworkErrors(error, request, reply) {
      const wrong = meet(request, reply)
      putCorsHeaders(request, reply)
      reply.raw.once('finish', () => {
        logController.requestCompleted(undefined, request, reply)
        metrics?.onAnswer(request, reply)
      })
      app.errorHandler(wrong ?? error, request, reply)
    },
  })

  // Node would pass over the fields behind the 2000th: a precondition, a second Authorization. Their
  // size is limited all the same.
  app.server.maxHeadersCount = 0
  rememberPublicPath(app, publicUrl)
  const latest = latestResponses(app.server)
  meetExpectations(app)
  refuseTunnels(app, publicUrl, latest)
  rememberAddresses(app)
  beginInTurn(app, latest)
  // In this order: closing waits for what is taken slowly, whose time must have begun to run.
  dropUnfinishedRequests(app, latest)
  closeGracefully(app, latest)
  logAbortedRequests(app)
  app.addHook('onRequest', (request, reply, done) => done(meet(request, reply)))
  if (metrics !== undefined) {
    app.addHook('onResponse', (request, reply, done) => {
      metrics.onAnswer(request, reply)
      done()
    })
  }
  return app

  /** @returns what rule of HTTP the request breaks */
  function meet(request: FastifyRequest, reply: FastifyReply): Problem | undefined {
    putHeaders(request, reply)
    endUpgrade(request, reply)
    return brokenRule(request)
  }
}
