import { collectDefaultMetrics, type Metric as PromMetric, Registry } from 'prom-client'
import { version } from '../version.ts'
import { createDecisionCounts } from './decision-counts.ts'
import { createLimitCounts } from './limit-counts.ts'
import type { Metric, Sample } from './metric.ts'
import { createRequestDurations } from './request-durations.ts'

export type Metrics = ReturnType<typeof createMetrics>

/** What is measured of this process, its requests, and the parts that are added. */
export function createMetrics() {
  const registry = new Registry()
  const requests = createRequestDurations()
  const decisions = createDecisionCounts()
  const limits = createLimitCounts()
  collectDefaultMetrics({ register: registry })

  /** Adds metrics of a part of the service. */
  function add(...metrics: Metric[]): void {
    for (const metric of metrics) registry.registerMetric(toPromMetric(metric))
  }

  add(buildInfo, requests.metric, ...decisions.metrics, limits.metric)

  return {
    add,
    /** To be told of each answer. */
    onAnswer: requests.observe,
    onDecision: decisions.onDecision,
    onLimited: limits.onLimited,
    /** Media type of `text()`. */
    contentType: registry.contentType,
    /** All values of now, in Prometheus' text format. */
    text: () => registry.metrics(),
  }
}

const buildInfo: Metric = {
  name: 'build_info',
  help: 'Always 1; the labels tell what runs.',
  type: 'gauge',
  read: () => [{ labels: { version }, value: 1 }],
}

/** prom-client's types know only its own classes; its registry asks for no more than this. */
function toPromMetric({ name, help, type, read }: Metric): PromMetric {
  const metric = {
    name,
    help,
    type,
    aggregator: 'sum',
    get: async () => ({ name, help, type, values: samplesOf(read()).map(toValue) }),
  }
  return metric as unknown as PromMetric

  function toValue({ value, labels = {}, suffix = '' }: Sample) {
    return { metricName: `${name}${suffix}`, labels, value }
  }
}

function samplesOf(reading: ReturnType<Metric['read']>): readonly Sample[] {
  if (reading === undefined) return []
  return typeof reading === 'number' ? [{ value: reading }] : reading
}
