import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { InvalidRequestError, InvalidTokenError } from '../cognito/index.ts'
import type { Counter } from './counter.ts'
import { type Policy, tooManyRequests } from './too-many-requests.ts'
import type { Window } from './windows.ts'

/** What some proxies write into X-Forwarded-For: `192.0.2.1:49152`, `[2001:db8::1]:49152`, `[2001:db8::1]`. */
const withPortOrBrackets = /^(?:([\d.]+)|\[(.+)\])(?::\d+)?$/

/**
 * Where a request comes from, without its port; addresses of one IPv6 network (/64) count as one. So
 * do all whose connection was gone before its address could be asked for.
 */
export function addressKey({ ip }: FastifyRequest): string {
  const [, v4, v6] = withPortOrBrackets.exec(ip ?? '') ?? []
  return normalizeIP(v4 ?? v6 ?? ip ?? '')
}

export interface FailureLimitOptions {
  policy: Policy
  /**
   * Whoever reaches the limit by one of them is shut out. The first counts in this process: while
   * Redis is asked, a flood would go on being verified.
   */
  counters: readonly [Counter, ...Counter[]]
  /** The clock of the counter. */
  now: () => number
  /** Told of each request refused. */
  onRefused: () => void
}

/**
 * Limits the bad credentials that an address may send. Beyond the limit, nothing of it is verified
 * any more until its window ends. To be added before the guard.
 *
 * Whether an address is shut out is known in this process; only failures are counted in Redis, too.
 * So a request costs nothing here unless something is wrong.
 */
export function limitFailures(service: FastifyInstance, options: FailureLimitOptions): void {
  const { policy, counters, now, onRefused } = options
  const shutOut = new Map<string, Window>()

  service.addHook('onRequest', (request, _reply, done) => {
    if (shutOut.size === 0 || request.routeOptions.config.public === true) return done()
    const address = addressKey(request)
    const window = shutOut.get(address)
    if (window === undefined) return done()
    const time = now()
    if (time >= window.endsAt) {
      shutOut.delete(address)
      return done()
    }
    onRefused()
    done(tooManyRequests(policy, window, time))
  })

  service.addHook('onError', (request, _reply, error, done) => {
    done()
    if (!isBadCredential(error)) return
    note(request).catch(error => request.log.error({ err: error }, 'a bad token was not counted'))
  })

  async function note(request: FastifyRequest): Promise<void> {
    for (const count of counters) {
      const window = count(request)
      judge(request, window instanceof Promise ? await window : window)
    }
  }

  function judge(request: FastifyRequest, window: Window): void {
    const address = addressKey(request)
    if (window.used < policy.limit || shutOut.has(address)) return
    for (const [other, { endsAt }] of shutOut) if (now() >= endsAt) shutOut.delete(other)
    shutOut.set(address, window)
    const { limit } = policy
    request.log.warn({ remoteAddress: request.ip, limit }, 'address shut out: too many bad tokens')
  }
}

/** A request without credentials is none: that is how clients find out what is asked of them. */
function isBadCredential(error: unknown): boolean {
  return error instanceof InvalidTokenError || error instanceof InvalidRequestError
}
