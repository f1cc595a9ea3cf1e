import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../problem/problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route is answered however much there is to do. */
    servedUnderPressure?: boolean
  }
}

/** How often the delay is looked at, in milliseconds: it counts as delay. */
const resolution = 10

export const defaultSampleInterval = 1_000

export interface LoadSheddingOptions {
  /** The mean delay of the event loop from which on requests are refused, in milliseconds; 0 is none. */
  maxEventLoopDelay: number
  /** The mean is taken over this time, in milliseconds. Default 1000. */
  sampleInterval?: number
}

/**
 * Refuses requests before the event loop has so much to do that nobody gets an answer in time.
 *
 * `@fastify/under-pressure` would do so as well, but asks for the memory in use on its way, which ends
 * the process when there are no file descriptors left.
 */
export function shedLoad(
  app: FastifyInstance,
  { maxEventLoopDelay, sampleInterval = defaultSampleInterval }: LoadSheddingOptions,
): void {
  if (maxEventLoopDelay === 0) return
  const delays = monitorEventLoopDelay({ resolution })
  delays.enable()
  let isUnderPressure = false
  const timer = setInterval(() => {
    // Not a number is a loop that has not turned at all.
    isUnderPressure = !(delays.mean / 1e6 - resolution <= maxEventLoopDelay)
    delays.reset()
  }, sampleInterval).unref()
  app.addHook('onRequest', ({ routeOptions }, _reply, done) => {
    done(isUnderPressure && !routeOptions.config.servedUnderPressure ? tooMuchToDo() : undefined)
  })
  app.addHook('onClose', async () => {
    clearInterval(timer)
    delays.disable()
  })
}

function tooMuchToDo(): Problem {
  return new Problem(
    503,
    'unavailable',
    'This instance has too much to do. Try again in a second.',
    {
      headers: { 'retry-after': '1' },
    },
  )
}
