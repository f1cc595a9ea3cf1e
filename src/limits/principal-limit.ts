import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { findPrincipal, type Principal } from '../cognito/index.ts'
import type { Counter } from './counter.ts'
import { type Policy, rateLimitHeaders, tooManyRequests } from './too-many-requests.ts'
import type { Window } from './windows.ts'

const keys = new WeakMap<Principal, string>()

/**
 * Who is counted: a user through one app client, or a machine. Made once for each token that is
 * remembered: a text put together anew must be hashed before anything is found by it.
 */
export function principalKey({ principal }: FastifyRequest): string {
  const known = keys.get(principal)
  if (known !== undefined) return known
  const key = `${principal.issuer} ${principal.subject} ${principal.clientId}`
  keys.set(principal, key)
  return key
}

export interface PrincipalLimitOptions {
  policy: Policy
  count: Counter
  /** The clock of the counter. */
  now: () => number
  /** Told of each request refused. */
  onRefused: () => void
}

/**
 * Limits the requests of each principal. To be added after the guard, which says who calls; still
 * in onRequest, so that no body is read of a request that is refused.
 */
export function limitPrincipals(service: FastifyInstance, options: PrincipalLimitOptions): void {
  const { policy, count, now, onRefused } = options

  service.addHook('onRequest', (request, reply, done) => {
    if (findPrincipal(request) === undefined) return done()
    const window = count(request)
    if (!(window instanceof Promise)) return done(judge(window, reply))
    void window.then(counted => done(judge(counted, reply)))
  })

  function judge(window: Window, reply: FastifyReply): Error | undefined {
    // Callers that are far from the limit need not be told of it, and most are.
    if (window.used * 2 <= policy.limit) return undefined
    if (window.used > policy.limit) {
      onRefused()
      return tooManyRequests(policy, window, now())
    }
    reply.headers(rateLimitHeaders(policy, window, now()))
    return undefined
  }
}
