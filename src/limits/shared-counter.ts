import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import type { Redis } from 'ioredis'
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
      redis: checked(store.redis),
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

type Script = (...parameters: unknown[]) => Promise<unknown>

/**
 * As much of Redis as the library uses. It takes whatever its script answers for two numbers, in a place
 * where what is none would end the process, or the limit.
 */
function checked(redis: Redis) {
  const scripts: Record<string, unknown> = {
    defineCommand(name: string, definition: Parameters<Redis['defineCommand']>[1]) {
      redis.defineCommand(name, definition)
      const script = (redis as unknown as Record<string, Script>)[name] as Script
      scripts[name] = (...parameters: unknown[]) => {
        const done = parameters.pop() as (error: unknown, numbers?: unknown) => void
        script
          .apply(redis, parameters)
          .then(twoNumbers)
          .then(numbers => done(null, numbers), done)
      }
    },
  }
  return scripts
}

function twoNumbers(answer: unknown): unknown {
  if (Array.isArray(answer) && answer.length === 2 && answer.every(Number.isSafeInteger))
    return answer
  throw new Error(
    'it answers something else than two numbers: REDIS_URL may lead to another server',
  )
}
