import type { FastifyBaseLogger } from 'fastify'
import { Redis } from 'ioredis'

/** Redis is left alone for this long after it has failed, in milliseconds. */
const rest = 1000

export interface SharedStore {
  redis: Redis
  /** Whether the last thing heard of Redis was good. */
  readonly isAvailable: boolean
  /** What the work resolves to; `undefined` while Redis does not answer. Never rejects. */
  attempt<T>(work: () => Promise<T>): Promise<T | undefined>
  close(): Promise<void>
}

export const defaultCommandTimeout = 500

/**
 * Connects to the Redis that several instances share. Does not wait for it: it may come, go and
 * come back at any time.
 *
 * @param url `redis://` or `rediss://`
 * @param commandTimeout how long a request waits for Redis, in milliseconds; while Redis rests, it
 *   does not wait at all. Default: 500
 */
export function connectSharedStore(
  url: string,
  log: FastifyBaseLogger,
  commandTimeout = defaultCommandTimeout,
): SharedStore {
  let isAvailable = true
  let restUntil = Number.NEGATIVE_INFINITY
  let isReader = false
  const redis = new Redis(url, {
    connectTimeout: 2000,
    commandTimeout,
    // Notices a connection that swallows everything.
    socketTimeout: 5000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // After a failover, the same name leads to one that may write.
    reconnectOnError: isOfReader,
    retryStrategy: attempt => Math.min(attempt * 100, 2000),
  })
  redis.on('error', lost)
  redis.on('ready', () => {
    if (!isReader) found()
  })

  function lost(error: unknown): void {
    if (isAvailable) log.warn({ err: error }, 'Redis does not answer: limits count per instance')
    isAvailable = false
  }

  function found(): void {
    if (!isAvailable) log.info('Redis answers again: limits count for all instances')
    isAvailable = true
  }

  return {
    redis,
    get isAvailable() {
      return isAvailable
    },
    async attempt(work) {
      if (performance.now() < restUntil) return undefined
      try {
        const result = await work()
        isReader = false
        found()
        return result
      } catch (error) {
        restUntil = performance.now() + rest
        isReader ||= isOfReader(error)
        lost(error)
        return undefined
      }
    },
    async close() {
      redis.disconnect()
    },
  }
}

/** Of a server that counts nothing, though it is ready. Redis 6 says so within another error. */
function isOfReader(error: unknown): boolean {
  return /\bREADONLY\b/.test(String(error))
}
