import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Outcome } from './authenticator.ts'
import { bearerToken } from './bearer.ts'
import type { Decision } from './decision.ts'
import { longestToken } from './decode.ts'
import { CognitoError, type DecisionReason, ForbiddenError, InvalidTokenError } from './errors.ts'
import type { Revocations } from './options.ts'
import type { CompiledPolicy, GuardedPolicy } from './policy.ts'
import type { Principal } from './principal.ts'
import { digest } from './token-cache.ts'

/** Where a route keeps its compiled policy, in its `config`. */
export const policyKey = Symbol('cognito.policy')
/** Where a request keeps whom it speaks for. */
export const principalKey = Symbol('cognito.principal')

declare module 'fastify' {
  interface FastifyContextConfig {
    [policyKey]?: CompiledPolicy
  }
  interface FastifyRequest {
    [principalKey]: Principal | undefined
  }
}

export interface GuardOptions {
  authenticate: (token: string) => Outcome | Promise<Outcome>
  challenge: (parameters: string) => string
  revocations: Revocations | undefined
  /** The clock, in milliseconds since 1970. */
  now: () => number
  onDecision: ((decision: Decision) => void) | undefined
}

type Done = (error?: Error) => void

/** A request on its way through the guard. */
interface Visit {
  readonly request: FastifyRequest
  readonly done: Done
  readonly policy: GuardedPolicy | undefined
  /** Its address as declared. */
  readonly route: string | undefined
  readonly token: string | CognitoError
  /** In milliseconds, or 0 when nobody wants to know. */
  readonly startedAt: number
}

/**
 * The onRequest hook: nobody unauthenticated has a body parsed. Synchronous for tokens in use.
 */
export function createGuard(options: GuardOptions) {
  const { authenticate, revocations, onDecision } = options

  function guard(request: FastifyRequest, reply: FastifyReply, done: Done) {
    const { config, url: route } = request.routeOptions
    const policy = config[policyKey]
    if (policy?.kind === 'public' || request.is404) return done()
    reply.header('cache-control', 'no-store')
    const startedAt = onDecision === undefined ? 0 : performance.now()
    const token = bearerToken(request.raw.rawHeaders)
    const visit: Visit = { request, done, policy, route, token, startedAt }
    if (typeof token !== 'string') return refuse(visit, token)
    const outcome = authenticate(token)
    if (!(outcome instanceof Promise)) return decide(visit, outcome)
    outcome.then(
      outcome => decide(visit, outcome),
      error => refuse(visit, error),
    )
  }

  function decide(visit: Visit, outcome: Outcome) {
    if (outcome instanceof CognitoError) return refuse(visit, outcome)
    const { principal, cacheHit, tokenDigest } = outcome
    let refusal: CognitoError | undefined
    try {
      refusal = refusalOf(visit.policy, principal)
    } catch (error) {
      return refuse(visit, error, cacheHit)
    }
    if (refusal !== undefined) return refuse(visit, refusal, cacheHit)
    visit.request[principalKey] = principal
    if (onDecision !== undefined) report(visit, 'accepted', undefined, cacheHit, tokenDigest)
    visit.done()
  }

  function refusalOf(
    policy: GuardedPolicy | undefined,
    principal: Principal,
  ): CognitoError | undefined {
    if (revocations?.isRevoked(principal)) return new InvalidTokenError('revoked')
    if (policy === undefined) return new ForbiddenError('missing_policy')
    for (const demand of policy.demands) {
      const refusal = demand(principal, options.now)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }

  function refuse(visit: Visit, error: unknown, cacheHit = false): void {
    if (error instanceof CognitoError) {
      if (error.challenge !== undefined) {
        error.headers['www-authenticate'] = options.challenge(error.challenge)
      }
      logRefusal(visit, error)
      if (onDecision !== undefined) report(visit, error.reason, error.statusCode, cacheHit)
    }
    visit.done(error as Error)
  }

  function report(
    { request, route, token, startedAt }: Visit,
    reason: DecisionReason,
    statusCode: number | undefined,
    cacheHit: boolean,
    tokenDigest?: string,
  ): void {
    const failed = (err: unknown) => request.log.error({ err }, 'onDecision failed')
    try {
      const promised: unknown = onDecision?.({
        outcome: statusCode === undefined ? 'accepted' : 'refused',
        reason,
        statusCode,
        method: request.method,
        route,
        tokenFingerprint: fingerprint(token, tokenDigest),
        cacheHit,
        durationMs: performance.now() - startedAt,
      })
      if (promised instanceof Promise) promised.catch(failed)
    } catch (error) {
      failed(error)
    }
  }

  return guard
}

/** Enough of the digest to find the same token again in the logs. */
function fingerprint(token: string | CognitoError, known?: string): string | undefined {
  if (typeof token !== 'string' || token.length > longestToken) return undefined
  return (known ?? digest(token)).slice(0, 16)
}

function logRefusal({ request, route, token }: Visit, { reason }: CognitoError): void {
  // Computed only where the line is written, which a flood of bad tokens is not to pay for.
  const tokenFingerprint = { toJSON: () => fingerprint(token) }
  const fields = { reason, tokenFingerprint, route }
  if (reason === 'missing_policy') {
    request.log.error(fields, 'request refused: register the route after the cognito plugin')
  } else if (reason === 'keys_unavailable' || reason === 'revocations_unavailable') {
    request.log.warn(fields, 'request refused')
  } else {
    request.log.info(fields, 'request refused')
  }
}
