import cors from '@fastify/cors'
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { callerRoutes } from './caller/routes.ts'
import { type CognitoOptions, cognito } from './cognito/index.ts'
import type { Database } from './database/database.ts'
import { hintFor } from './hints.ts'
import { registerOpenapi } from './openapi/plugin.ts'
import { openapiRoutes } from './openapi/routes.ts'
import { ordersRoutes } from './orders/routes.ts'
import { answerProblems, onClientError } from './problem/index.ts'
import { watchMethods } from './problem/method-not-allowed.ts'
import { requestId } from './request-id.ts'
import { RequestLog } from './request-log.ts'
import { setResponseHeaders } from './response-headers.ts'
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
}

/** Composes the service, in the order in which a request meets its parts. Has no side effects. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { publicUrl, logger, database } = options
  const app: FastifyInstance = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    logController: new RequestLog(),
    genReqId: requestId,
    bodyLimit: 64 * 1024,
    requestTimeout: 10_000,
    clientErrorHandler: onClientError(publicUrl),
  })

  answerProblems(app, { publicUrl, hintFor: options.hints ? hintFor : undefined })
  validateStrictly(app)
  setResponseHeaders(app, publicUrl)
  const refuseOtherMethods = watchMethods(app)
  if (options.corsOrigins.length > 0) await app.register(cors, corsOptions(options.corsOrigins))
  await registerOpenapi(app, {
    version,
    publicUrl,
    userPoolDomain: options.userPoolDomain,
    scopes: describedScopes(options.cognito.resourceServer.identifier),
  })

  await app.register(async service => {
    await service.register(cognito, { ...options.cognito, resource: publicUrl })
    service.register(callerRoutes)
    service.register(ordersRoutes, { database })
    service.register(healthRoutes, {
      checks: {
        keys: () => [...service.cognito.keySets.values()].every(({ usable }) => usable),
        database: () => database.isReady(),
      },
    })
    service.register(openapiRoutes)
    service.register(pageRoutes, { version, links: linksOf(publicUrl) })
  })

  refuseOtherMethods()
  return app
}

function corsOptions(origins: readonly string[]) {
  return {
    origin: [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE'],
    exposedHeaders: [
      'ETag',
      'Idempotency-Replayed',
      'Link',
      'Location',
      'Retry-After',
      'WWW-Authenticate',
      'X-Request-Id',
    ],
    maxAge: 600,
    // A browser's preflight always has both headers; without them an answer in plain text would do
    // nobody a service.
    strictPreflight: false,
    hideOptionsRoute: true,
  }
}
