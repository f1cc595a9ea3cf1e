import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import { type Counter, type CounterOptions, localCounter } from './counter.ts'
import type { SharedStore } from './shared-store.ts'

/**
 * Counts in Redis, for all instances together; in this process while Redis does not answer. So an
 * outage of Redis refuses nobody, and frees nobody from the limit either.
 */
export async function sharedCounter(
  app: FastifyInstance,
  store: SharedStore,
  options: CounterOptions,
): Promise<Counter> {
  const { policy, keyOf, now } = options
  const countHere = localCounter(options)
  let ask!: ReturnType<FastifyInstance['createRateLimit']>
  await app.register(async scope => {
    await scope.register(rateLimit, {
      global: false,
      redis: store.redis,
      nameSpace: `rate-limit:${policy.name}:`,
      max: policy.limit,
      timeWindow: policy.windowSeconds * 1000,
      keyGenerator: keyOf,
    })
    ask = scope.createRateLimit()
  })

  return async request => {
    const answer = await store.attempt(() => ask(request))
    // Nobody is on an allow list.
    if (answer === undefined || answer.isAllowed) return countHere(request)
    const used = policy.limit - answer.remaining + Number(answer.isExceeded)
    return { used, endsAt: now() + answer.ttl }
  }
}
