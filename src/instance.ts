import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import type { AppOptions } from './app.ts'
import { corsHeaders } from './cors.ts'
import { closeGracefully } from './graceful-close.ts'
import { latestResponses } from './latest-responses.ts'
import { rememberAddresses } from './limits/remote-address.ts'
import { timeOutOptions } from './limits/time-outs.ts'
import { onClientError, refuseTunnels } from './problem/client-error.ts'
import { brokenRule, endUpgrade, meetExpectations } from './problem/http-rules.ts'
import type { Problem } from './problem/problem.ts'
import { rememberPublicPath } from './public-path.ts'
import { requestId } from './request-id.ts'
import { logAbortedRequests, RequestLog } from './request-log.ts'
import { responseHeaders } from './response-headers.ts'
import { serializerOptions } from './serialization.ts'
import { tracedLogger } from './tracing/traced-requests.ts'
import { dropUnfinishedRequests } from './unfinished-requests.ts'

/** Makes the bare Fastify instance, and what happens to every request, whatever it asks for. */
export function createInstance(options: AppOptions): FastifyInstance {
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
  closeGracefully(app, latest)
  dropUnfinishedRequests(app, latest)
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
