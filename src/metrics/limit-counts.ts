import type { OnLimited } from '../limits/limits.ts'
import type { Metric } from './metric.ts'

/** Counts the requests that a limit refused. */
export function createLimitCounts() {
  const refused = { principal: 0, address: 0 }

  const onLimited: OnLimited = limit => {
    refused[limit]++
  }

  const metric: Metric = {
    name: 'rate_limited_requests_total',
    help: 'Requests answered 429, by limit.',
    type: 'counter',
    read: () => Object.entries(refused).map(([limit, value]) => ({ labels: { limit }, value })),
  }

  return { onLimited, metric }
}
