import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../problem/problem.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Called in place of refusing the request while there is too much to do. */
    pressureHandler?: () => void
  }
}

/** For a route that must be answered however much there is to do. */
export const servedUnderPressure = { pressureHandler: () => {} }

class UnderPressure extends Problem {
  constructor() {
    super(503, 'unavailable', 'This instance has too much to do. Try again in a second.', {
      headers: { 'retry-after': '1' },
    })
  }
}

export interface LoadSheddingOptions {
  /** The mean delay of the event loop from which on requests are refused, in milliseconds. */
  maxEventLoopDelay: number
  /** The mean is taken over this time, in milliseconds. Default 1000. */
  sampleInterval?: number
}

/** Refuses requests before the event loop has so much to do that nobody gets an answer in time. */
export async function shedLoad(app: FastifyInstance, options: LoadSheddingOptions): Promise<void> {
  await app.register(underPressure, { ...options, customError: UnderPressure })
}
