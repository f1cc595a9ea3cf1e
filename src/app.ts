import cors from '@fastify/cors'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { callerRoutes } from './caller/routes.ts'
import { type CognitoOptions, cognito } from './cognito/index.ts'
import { corsOptions } from './cors.ts'
import type { Database } from './database/database.ts'
import { closeGracefully } from './graceful-close.ts'
import { hintFor } from './hints.ts'
import { registerOpenapi } from './openapi/plugin.ts'
import { openapiRoutes } from './openapi/routes.ts'
import { ordersRoutes } from './orders/routes.ts'
import { answerProblems, onClientError } from './problem/index.ts'
import { watchMethods } from './problem/method-not-allowed.ts'
import { requestId } from './request-id.ts'
import { logAbortedRequests, RequestLog } from './request-log.ts'
import { responseHeaders } from './response-headers.ts'
import { openRevocations, type RevocationSettings } from './revocations/revocations.ts'
import { revocationRoutes } from './revocations/routes.ts'
import { describedScopes } from './scopes.ts'
import { healthRoutes } from './service/health.ts'
import { linksOf } from './service/links.ts'
import { pageRoutes } from './service/pages.ts'
import { validateStrictly } from './validation.ts'
import { version } from './version.ts'

export interface AppOptions {
  logger: FastifyBaseLogger | false
  /** This API as its callers see it, without trailing slash. */
  publicUrl: string
  cognito: CognitoOptions
  /** Origin of the user pool's OAuth endpoints, for the contract; `undefined` if not known. */
  userPoolDomain: string | undefined
  database: Database
  /** Web origins that may call from a browser. */
  corsOrigins: readonly string[]
  /** Says in refusals what was wrong with the token. Only beside the local user pool. */
  hints: boolean
  /** Default: that of each. */
  revocations?: RevocationSettings
}

/** Milliseconds within which a request must have arrived, its body included. */
const requestTimeout = 10_000

/** Composes the service, in the order in which a request meets its parts. Has no side effects. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { publicUrl, logger, database } = options
  const putHeaders = responseHeaders(publicUrl)
  const logController = new RequestLog()
  const app: FastifyInstance = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController,
    genReqId: requestId,
    bodyLimit: 64 * 1024,
    requestTimeout,
    // Node takes the larger of the two for the whole request, and by itself looks every 30 s only.
    http: { headersTimeout: requestTimeout, connectionsCheckingInterval: 1000 },
    // Requests on connections that are still open are answered; closeGracefully ends those.
    return503OnClosing: false,
    clientErrorHandler: onClientError(publicUrl),
    // For addresses that the router refuses: they meet no hook.
    frameworkErrors(error, request, reply) {
      putHeaders(request, reply)
      reply.raw.once('finish', () => logController.requestCompleted(undefined, request, reply))
      app.errorHandler(error, request, reply)
    },
  })

  closeGracefully(app)
  logAbortedRequests(app)
  app.addHook('onRequest', (request, reply, done) => {
    putHeaders(request, reply)
    done()
  })
  if (options.corsOrigins.length > 0) await app.register(cors, corsOptions(options.corsOrigins))
  answerProblems(app, { publicUrl, hintFor: options.hints ? hintFor : undefined })
  validateStrictly(app)
  await registerOpenapi(app, {
    version,
    publicUrl,
    userPoolDomain: options.userPoolDomain,
    scopes: describedScopes(options.cognito.resourceServer.identifier),
  })

  const { clockToleranceSeconds, now } = options.cognito
  const revocations = openRevocations(
    app,
    { database, clockToleranceSeconds, now },
    options.revocations,
  )
  const refuseOtherMethods = watchMethods(app)
  await app.register(async service => {
    await service.register(cognito, { ...options.cognito, resource: publicUrl, revocations })
    service.register(callerRoutes)
    service.register(ordersRoutes, { database })
    service.register(revocationRoutes, { revocations })
    service.register(healthRoutes, {
      checks: {
        keys: () => [...service.cognito.keySets.values()].every(({ usable }) => usable),
        database: () => database.isReady(),
        revocations: () => revocations.status().usable,
      },
    })
    service.register(openapiRoutes)
    service.register(pageRoutes, { version, links: linksOf(publicUrl) })
  })
  refuseOtherMethods()
  return app
}
