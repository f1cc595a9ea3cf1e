import { Problem } from '../problem/problem.ts'
import type { Window } from './windows.ts'

/** A limit as callers are told of it. */
export interface Policy {
  name: 'principal' | 'address'
  /** Requests allowed in a window. */
  limit: number
  /** In seconds. */
  windowSeconds: number
}

/**
 * How much of a limit is left: RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers),
 * and the three fields that they replace, which most tools still read.
 */
export function rateLimitHeaders(
  { name, limit, windowSeconds }: Policy,
  window: Window,
  now: number,
): Record<string, string> {
  const remaining = Math.max(0, limit - window.used)
  const reset = Math.max(1, Math.ceil((window.endsAt - now) / 1000))
  return {
    ratelimit: `"${name}";r=${remaining};t=${reset}`,
    'ratelimit-policy': `"${name}";q=${limit};w=${windowSeconds}`,
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
  }
}

/** 429, with the time to wait. */
export function tooManyRequests(policy: Policy, window: Window, now: number): Problem {
  const headers = rateLimitHeaders(policy, window, now)
  return new Problem(429, 'too_many_requests', details[policy.name], {
    headers: { ...headers, 'retry-after': headers['ratelimit-reset'] as string },
  })
}

const details = {
  principal: 'Too many requests. Wait for the time in the Retry-After header.',
  address:
    'Too many requests without a good token from this address. Wait for the time in the Retry-After header.',
}
