import type { FastifyInstance } from 'fastify'
import { type Counter, type CounterOptions, localCounter } from './counter.ts'
import { addressKey, limitFailures } from './failure-limit.ts'
import { limitPrincipals, principalKey } from './principal-limit.ts'
import { sharedCounter } from './shared-counter.ts'
import type { SharedStore } from './shared-store.ts'
import type { Policy } from './too-many-requests.ts'

const windowSeconds = 60

export interface LimitOptions {
  /** Requests a minute of one principal; 0 is no limit. */
  perPrincipal: number
  /** Requests with a bad token a minute from one address; 0 is no limit. */
  failuresPerAddress: number
  /** Where instances count together. Default: each counts for itself. */
  store?: SharedStore | undefined
  /** A clock in milliseconds that never jumps, for tests. Default `performance.now`. */
  now?: () => number
}

const noLimits: LimitOptions = { perPrincipal: 0, failuresPerAddress: 0 }

/** Told of each request that a limit refuses. */
export type OnLimited = (limit: Policy['name']) => void

/**
 * Limits what reaches the guarded routes of a scope.
 *
 * @param registerGuard adds the guard, before and after which the limits stand
 */
export async function limitAround(
  service: FastifyInstance,
  registerGuard: () => Promise<void>,
  options: LimitOptions = noLimits,
  onLimited: OnLimited = () => {},
): Promise<void> {
  const { perPrincipal, failuresPerAddress, store, now = () => performance.now() } = options

  async function shared(counted: CounterOptions): Promise<Counter | undefined> {
    return store && (await sharedCounter(service, store, counted))
  }

  if (failuresPerAddress > 0) {
    const policy: Policy = { name: 'address', limit: failuresPerAddress, windowSeconds }
    const counted = { policy, keyOf: addressKey, now }
    const together = await shared(counted)
    const counters = [localCounter(counted), ...(together ? [together] : [])] as const
    limitFailures(service, { policy, counters, now, onRefused: () => onLimited(policy.name) })
  }
  await registerGuard()
  if (perPrincipal > 0) {
    const policy: Policy = { name: 'principal', limit: perPrincipal, windowSeconds }
    const counted = { policy, keyOf: principalKey, now }
    const count = (await shared(counted)) ?? localCounter(counted)
    limitPrincipals(service, { policy, count, now, onRefused: () => onLimited(policy.name) })
  }
}
