import cors from '@fastify/cors'
import type { FastifyInstance } from 'fastify'
import { callerRoutes } from './caller/routes.ts'
import { type CognitoOptions, cognito } from './cognito/index.ts'
import type { Database } from './database/database.ts'
import { docsPage } from './docs-page/docs-page.ts'
import { corsOptions } from './http/cors.ts'
import { validateStrictly } from './http/validation.ts'
import { createInstance, type InstanceOptions } from './instance.ts'
import { type LimitOptions, limitAround } from './limits/limits.ts'
import { type LoadSheddingOptions, shedLoad } from './limits/load-shedding.ts'
import { serviceMetrics } from './metrics/service-metrics.ts'
import { registerOpenapi } from './openapi/plugin.ts'
import { openapiRoutes } from './openapi/routes.ts'
import { ordersRoutes } from './orders/routes.ts'
import { answerProblems } from './problem/handlers.ts'
import { hintFor } from './problem/hints.ts'
import { watchMethods } from './problem/method-not-allowed.ts'
import { openRevocations, type RevocationSettings } from './revocations/revocations.ts'
import { revocationRoutes } from './revocations/routes.ts'
import { describedScopes } from './scopes.ts'
import { healthRoutes } from './service/health.ts'
import { linksOf } from './service/links.ts'
import { pageRoutes } from './service/pages.ts'
import { version } from './version.ts'

export interface AppOptions extends InstanceOptions {
  cognito: CognitoOptions
  /** Origin of the user pool's OAuth endpoints, for the contract; `undefined` if not known. */
  userPoolDomain: string | undefined
  /** App client with which people sign in on the docs page. Default: they type it in. */
  docsClientId?: string | undefined
  database: Database
  /** Says in refusals what was wrong with the token. Only beside the local user pool. */
  hints: boolean
  /** Default: that of each. */
  revocations?: RevocationSettings
  /** How often a principal may call, and an address fail to authenticate. Default: no limit. */
  limits?: LimitOptions | undefined
  /** Default: all requests are served, however many there are. */
  loadShedding?: LoadSheddingOptions | undefined
}

/** Composes the service, in the order in which a request meets its parts. Has no side effects. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { publicUrl, database, limits, loadShedding, metrics } = options
  const app = createInstance(options)
  if (options.corsOrigins.length > 0) await app.register(cors, corsOptions(options.corsOrigins))
  answerProblems(app, { publicUrl, hintFor: options.hints ? hintFor : undefined })
  if (loadShedding) shedLoad(app, loadShedding)
  validateStrictly(app)
  const resourceServerId = options.cognito.resourceServer.identifier
  const scopes = describedScopes(resourceServerId)
  await registerOpenapi(app, {
    version,
    publicUrl,
    userPoolDomain: options.userPoolDomain,
    resourceServerId,
    scopes,
  })

  const { clockToleranceSeconds, now } = options.cognito
  const revocations = openRevocations(
    app,
    { database, clockToleranceSeconds, now },
    options.revocations,
  )
  const refuseOtherMethods = watchMethods(app)
  await docsPage(app, {
    userPoolDomain: options.userPoolDomain,
    clientId: options.docsClientId,
    scopes: Object.keys(scopes),
  })
  await app.register(async service => {
    const registerGuard = async () => {
      await service.register(cognito, {
        ...options.cognito,
        resource: publicUrl,
        revocations,
        ...(metrics && { onDecision: metrics.onDecision }),
      })
    }
    await limitAround(service, registerGuard, limits, metrics?.onLimited)
    metrics?.add(...serviceMetrics({ cognito: service.cognito, revocations, database, limits }))
    service.register(callerRoutes)
    service.register(ordersRoutes, { database })
    service.register(revocationRoutes, { revocations })
    service.register(healthRoutes, {
      checks: {
        keys: () => [...service.cognito.keySets.values()].some(({ usable }) => usable),
        database: () => database.isReady(),
        revocations: () => revocations.status().usable,
        shutdown: () => !app.isDraining,
      },
    })
    service.register(openapiRoutes)
    service.register(pageRoutes, { version, links: linksOf(publicUrl) })
  })
  refuseOtherMethods()
  return app
}
