import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Outcome, Unverified } from '../authenticator.ts'
import type { Decision } from '../decision.ts'
import {
  CognitoError,
  ForbiddenError,
  InvalidRequestError,
  InvalidTokenError,
  RevocationsUnavailableError,
} from '../errors.ts'
import type { AdmittedKeys } from '../keys/admitted-keys.ts'
import type { Revocations } from '../options.ts'
import type { CompiledPolicy } from '../policy/policy.ts'
import type { Principal } from '../principal.ts'
import { bearerToken } from '../token/bearer.ts'
import { frozen } from '../token/principal-of.ts'
import { endUpgraded } from './end-upgraded.ts'
import { fieldLines } from './field-lines.ts'
import { logRefusal, report } from './report.ts'
import type { Visit } from './visit.ts'

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
  authenticate: (token: string) => Outcome | Unverified
  verify: (token: Unverified, keys: AdmittedKeys) => Outcome
  challenge: (parameters: string) => string
  revocations: Revocations | undefined
  /** The clock, in milliseconds since 1970. */
  now: () => number
  onDecision: ((decision: Decision) => void) | undefined
}

/**
 * The onRequest hook: nobody unauthenticated has a body parsed. Synchronous for tokens in use.
 */
export function createGuard(options: GuardOptions) {
  const { authenticate, verify, revocations, onDecision } = options

  function guard(request: FastifyRequest, reply: FastifyReply, done: Visit['done']) {
    const { config, url: route } = request.routeOptions
    const policy = config[policyKey]
    if (policy?.kind === 'public' || request.is404) return done()
    reply.header('cache-control', 'no-store')
    const startedAt = onDecision === undefined ? 0 : performance.now()
    const lines = fieldLines(request)
    const token = lines === undefined ? new InvalidRequestError() : bearerToken(lines)
    const visit: Visit = { request, reply, done, policy, route, token, startedAt }
    if (typeof token !== 'string') return settle(visit, token)
    let outcome: Outcome | Unverified | Thrown
    try {
      outcome = authenticate(token)
    } catch (error) {
      outcome = thrown(error)
    }
    if (isUnverified(outcome)) void settleLater(visit, outcome)
    else settle(visit, outcome)
  }

  async function settleLater(visit: Visit, unverified: Unverified): Promise<void> {
    let outcome: Outcome | Thrown
    try {
      outcome = verify(unverified, await unverified.keys)
    } catch (error) {
      outcome = thrown(error)
    }
    settle(visit, outcome)
  }

  function settle(visit: Visit, outcome: Outcome | Thrown): void {
    let refusal: Error | undefined
    try {
      refusal = judge(visit, outcome)
    } catch (cause) {
      // Of the logger or of a function in the options: its text is not for callers.
      refusal = new Error('The request could not be checked.', { cause })
      visit.reply.code(500)
    }
    if (refusal !== undefined) endUpgraded(visit.request, visit.reply)
    visit.done(refusal)
  }

  /** @returns why the request is refused, or nothing when it is let through */
  function judge(visit: Visit, outcome: Outcome | Thrown): CognitoError | undefined {
    if (outcome instanceof Thrown) throw outcome.cause
    if (outcome instanceof CognitoError) return refuse(visit, outcome, false)
    const { principal, cacheHit, tokenDigest } = outcome
    const refusal = refusalOf(visit, principal)
    if (refusal !== undefined) return refuse(visit, refusal, cacheHit)
    visit.request[principalKey] = frozen(principal)
    if (onDecision !== undefined) {
      report(visit, onDecision, { reason: 'accepted', cacheHit, tokenDigest })
    }
    return undefined
  }

  function refusalOf(visit: Visit, principal: Principal): CognitoError | undefined {
    const revoked = revocations && revocationOf(visit, principal, revocations)
    if (revoked !== undefined) return revoked
    if (visit.policy === undefined) return new ForbiddenError('missing_policy')
    for (const demand of visit.policy.demands) {
      const refusal = demand(principal, options.now)
      if (refusal !== undefined) return refusal
    }
    return undefined
  }

  function refuse(visit: Visit, refusal: CognitoError, cacheHit: boolean): CognitoError {
    const { challenge, headers, reason, statusCode } = refusal
    if (challenge !== undefined) headers['www-authenticate'] = options.challenge(challenge)
    logRefusal(visit, refusal)
    if (onDecision !== undefined) report(visit, onDecision, { reason, statusCode, cacheHit })
    // Fastify's own error handler does so too; other people's have no reason to.
    visit.reply.code(statusCode).headers(headers)
    return refusal
  }

  return guard
}

/**
 * What somebody else's function threw, whatever that looks like: no outcome but a refusal is thrown.
 * Fastify would take a thrown `undefined` for leave to go on.
 */
class Thrown {
  readonly cause: unknown

  constructor(cause: unknown) {
    this.cause = cause
  }
}

function thrown(error: unknown): CognitoError | Thrown {
  return error instanceof CognitoError ? error : new Thrown(error)
}

function isUnverified(outcome: object): outcome is Unverified {
  return 'decoded' in outcome
}

/** Whoever cannot tell refuses: so does an answer that is none, such as a promise. */
function revocationOf(
  { request }: Visit,
  principal: Principal,
  revocations: Revocations,
): CognitoError | undefined {
  try {
    const isRevoked: unknown = revocations.isRevoked(frozen(principal))
    if (isRevoked === false) return undefined
    if (isRevoked === true) return new InvalidTokenError('revoked')
    Promise.resolve(isRevoked).then(undefined, () => {})
    throw new TypeError('isRevoked must answer true or false, and no promise')
  } catch (error) {
    if (error instanceof CognitoError) return error
    request.log.error({ err: error }, 'isRevoked failed')
    return new RevocationsUnavailableError()
  }
}
