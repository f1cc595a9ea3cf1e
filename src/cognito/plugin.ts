import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { createAuthenticator, type IssuerWithKeys } from './authenticator.ts'
import { challengeWriter } from './guard/challenge.ts'
import { createGuard, policyKey, principalKey } from './guard/guard.ts'
import { createIssuerKeys } from './keys/issuer-keys.ts'
import type { KeySetStatus } from './keys/key-set.ts'
import { metadataRoute, metadataUrl } from './metadata.ts'
import type { CognitoOptions } from './options.ts'
import { refuseNoRoute, refusePrefix, refuseTwice } from './placement.ts'
import { securityOf } from './policy/openapi.ts'
import {
  type CompiledPolicy,
  compilePolicy,
  type ResourceServer,
  type RoutePolicy,
} from './policy/policy.ts'
import { itemsOf } from './policy/requirement.ts'
import type { Principal } from './principal.ts'
import { toSettings } from './settings/settings.ts'

/** What the plugin tells about itself, as `fastify.cognito`. */
export interface CognitoStatus {
  /** The key set of each accepted issuer; tokens of one that is not usable are answered 503. */
  readonly keySets: ReadonlyMap<string, KeySetStatus>
  /** Tokens remembered as verified. */
  readonly cacheSize: number
}

declare module 'fastify' {
  interface FastifyContextConfig extends RoutePolicy {}
  interface FastifyInstance {
    cognito: CognitoStatus
  }
  interface FastifyRequest {
    /**
     * Whom the request speaks for. Only on guarded routes; see `findPrincipal` for the others.
     *
     * @throws {Error} when read where no token was asked for
     */
    readonly principal: Principal
  }
}

/**
 * Protects the routes of the scope it is registered in, and of the scopes inside, with access
 * tokens of Amazon Cognito. Every route declares a policy in its `config`; see `RoutePolicy`.
 *
 * @throws {TypeError} at start, naming each option that is wrong, or the method and address of a
 *   route whose policy is missing or wrong; or when no route lies in its scope
 */
export const cognito = fp(register, { name: 'cognito-resource-server', fastify: '^5.12.0' })

async function register(fastify: FastifyInstance, options: CognitoOptions): Promise<void> {
  refuseTwice(fastify)
  const settings = toSettings(options)
  const { resource, resourceServer } = settings
  const issuers = new Map<string, IssuerWithKeys>()
  for (const trusted of settings.issuers) {
    const keySet = createIssuerKeys(trusted, settings, fastify.log)
    issuers.set(trusted.issuer, { ...trusted, keySet })
  }
  const authenticator = createAuthenticator(issuers, settings)
  const scopesInUse = new Set<string>()
  let routes = 0

  decorate(fastify, {
    get keySets() {
      return new Map([...issuers].map(([issuer, { keySet }]) => [issuer, keySet.status()]))
    },
    get cacheSize() {
      return authenticator.cacheSize
    },
  })
  fastify.addHook('onRoute', route => {
    routes++
    const policy = policyOf(route, resourceServer)
    route.config = { ...route.config, [policyKey]: policy }
    route.schema = Object.assign({ security: securityOf(policy) }, route.schema)
    if (policy.kind === 'public') return
    for (const scope of itemsOf(policy.scopes)) scopesInUse.add(scope)
  })
  fastify.addHook(
    'onRequest',
    createGuard({
      authenticate: authenticator.authenticate,
      verify: authenticator.verify,
      challenge: challengeWriter(settings.realm, resource && metadataUrl(resource).href),
      revocations: settings.revocations,
      now: settings.now,
      onDecision: settings.onDecision,
    }),
  )
  fastify.addHook('onReady', async () => {
    refuseNoRoute(routes)
    for (const { keySet } of issuers.values()) keySet.start()
  })
  fastify.addHook('onClose', async () => {
    for (const { keySet } of issuers.values()) keySet.stop()
  })
  if (resource !== undefined) {
    refusePrefix(fastify)
    fastify.route(metadataRoute(resource, [...issuers.keys()], scopesInUse))
    // That one alone would be nothing to guard.
    routes = 0
  }
}

function decorate(fastify: FastifyInstance, status: CognitoStatus): void {
  fastify.decorate('cognito', status)
  fastify.decorateRequest(principalKey, undefined)
  fastify.decorateRequest('principal', {
    getter(this: FastifyRequest) {
      const principal = this[principalKey]
      if (principal === undefined) {
        throw new Error(
          'request.principal read where no token was accepted: on a public route, before the guard, or after a refusal; findPrincipal(request) may be read anywhere',
        )
      }
      return principal
    },
  })
}

/** The principal of a request, of HTTP/2 as well, or nothing when no token was asked for. */
export function findPrincipal(
  request: Pick<FastifyRequest, typeof principalKey>,
): Principal | undefined {
  return request[principalKey]
}

function policyOf(route: RouteOptions, resourceServer: ResourceServer): CompiledPolicy {
  try {
    return compilePolicy(route.config ?? {}, resourceServer)
  } catch (error) {
    const { message } = error as Error
    throw new TypeError(`cognito: the route ${route.method} ${route.url} ${message}`)
  }
}
