import type { Server } from 'node:http'
import type { FastifyHttpOptions } from 'fastify'

/** How long clients may take, in milliseconds. */
export interface TimeOuts {
  /** For the headers of a request; counted from the connection for the first one. */
  headers: number
  /** For a whole request. */
  request: number
  /** Without a byte in either direction, while an answer is on its way. */
  stalled: number
  /**
   * Between two requests of a connection. Longer than a load balancer waits (AWS: 60 s), so that it
   * is the one who closes: the other way round, a request could meet a closing connection.
   */
  keepAlive: number
  /** How often Node looks for requests that are past their time. */
  checkInterval: number
}

export const defaultTimeOuts: TimeOuts = {
  headers: 5_000,
  request: 10_000,
  stalled: 20_000,
  keepAlive: 72_000,
  // Node's own 30 s would be added to all the others.
  checkInterval: 1_000,
}

/** So that connections spread over instances that were added later. */
const maxRequestsPerSocket = 100_000

/** Options of Fastify that keep slow clients from taking up connections for long. */
export function timeOutOptions(given: Partial<TimeOuts> = {}): Partial<FastifyHttpOptions<Server>> {
  const { headers, request, stalled, keepAlive, checkInterval } = { ...defaultTimeOuts, ...given }
  return {
    requestTimeout: request,
    connectionTimeout: stalled,
    keepAliveTimeout: keepAlive,
    maxRequestsPerSocket,
    http: {
      headersTimeout: headers,
      requestTimeout: request,
      connectionsCheckingInterval: checkInterval,
    },
  }
}
