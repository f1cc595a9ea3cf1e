import type { Decision } from '../cognito/index.ts'
import type { Metric } from './metric.ts'

/** Counts what the guard decides, and how often it knew the token already. */
export function createDecisionCounts() {
  const byReason = new Map<Decision['reason'], number>([['accepted', 0]])
  let hits = 0
  let misses = 0

  function onDecision(decision: Decision): void {
    const { reason } = decision
    byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
    if (decision.cacheHit) hits++
    else if (decision.tokenFingerprint !== undefined) misses++
  }

  const metrics: Metric[] = [
    {
      name: 'cognito_decisions_total',
      help: 'Decisions about requests to guarded routes, by reason.',
      type: 'counter',
      read: () =>
        [...byReason].map(([reason, value]) => ({
          labels: { outcome: reason === 'accepted' ? 'accepted' : 'refused', reason },
          value,
        })),
    },
    {
      name: 'cognito_token_cache_hits_total',
      help: 'Requests whose token had been verified before.',
      type: 'counter',
      read: () => hits,
    },
    {
      name: 'cognito_token_cache_misses_total',
      help: 'Requests whose token had to be verified.',
      type: 'counter',
      read: () => misses,
    },
  ]

  return { onDecision, metrics }
}
