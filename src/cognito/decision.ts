import type { DecisionReason } from './errors.ts'

/** What was decided about a request to a guarded route. Holds no token and no claim. */
export interface Decision {
  outcome: 'accepted' | 'refused'
  reason: DecisionReason
  /** The status of the refusal; `undefined` when accepted. */
  statusCode: number | undefined
  method: string
  /** The route as it was declared, such as `/orders/:orderId`; never the address requested. */
  route: string | undefined
  /** The beginning of the token's SHA-256; the same token has the same one everywhere. */
  tokenFingerprint: string | undefined
  /** Whether the token had been verified before. */
  cacheHit: boolean
  /** Time spent on the decision, in milliseconds, waiting for keys included. */
  durationMs: number
}
