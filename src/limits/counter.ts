import type { FastifyRequest } from 'fastify'
import type { Policy } from './too-many-requests.ts'
import { createWindows, type Window } from './windows.ts'

/** Counts a request of the caller it belongs to. Never throws and never rejects. */
export type Counter = (request: FastifyRequest) => Window | Promise<Window>

export interface CounterOptions {
  policy: Policy
  /** Names the caller. */
  keyOf: (request: FastifyRequest) => string
  /** A clock in milliseconds that never jumps. */
  now: () => number
}

/** Counts in this process. */
export function localCounter({ policy, keyOf, now }: CounterOptions) {
  const windows = createWindows({ length: policy.windowSeconds * 1000, now })
  return (request: FastifyRequest): Window => windows.count(keyOf(request))
}
