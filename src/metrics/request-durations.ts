import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Metric, Sample } from './metric.ts'

/** Upper bounds in seconds: from a cached answer to the time in which the database must answer. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]

/** Addresses that nobody declared share a label: callers could make up any number of them. */
const unknownRoute = 'unknown'

/** Requests of one method and route that were answered with one status. */
interface Series {
  /** How many fell between each bound and the one before; the last: beyond all of them. */
  counts: number[]
  /** In seconds. */
  sum: number
}

/**
 * Counts requests by method, route pattern and status, with a histogram of their durations.
 *
 * Not prom-client's Histogram: that looks its labels up and checks them with each observation,
 * which takes longer than the rate limit, the request id and the headers together.
 */
export function createRequestDurations() {
  const byRoute = new Map<string, Map<string, Map<number, Series>>>()

  function observe(request: FastifyRequest, reply: FastifyReply): void {
    const byMethod = entry(byRoute, request.routeOptions.url ?? unknownRoute, () => new Map())
    const byStatus = entry(byMethod, request.method, () => new Map())
    const series = entry(byStatus, reply.statusCode, newSeries)
    const seconds = reply.elapsedTime / 1000
    let index = 0
    while (seconds > (bounds[index] as number)) index++
    series.counts[index] = (series.counts[index] as number) + 1
    series.sum += seconds
  }

  const metric: Metric = {
    name: 'http_request_duration_seconds',
    help: 'Requests answered, by the time that took.',
    type: 'histogram',
    read() {
      const samples: Sample[] = []
      for (const [route, byMethod] of byRoute) {
        for (const [method, byStatus] of byMethod) {
          for (const [status, series] of byStatus) {
            samples.push(...samplesOf(series, { method, route, status }))
          }
        }
      }
      return samples
    },
  }

  return { observe, metric }
}

function newSeries(): Series {
  return { counts: new Array(bounds.length + 1).fill(0), sum: 0 }
}

function entry<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const created = create()
  map.set(key, created)
  return created
}

function samplesOf({ counts, sum }: Series, labels: NonNullable<Sample['labels']>): Sample[] {
  let count = 0
  const buckets = counts.map((number, index) => {
    count += number
    return { suffix: '_bucket', labels: { le: bounds[index] ?? '+Inf', ...labels }, value: count }
  })
  return [
    ...buckets,
    { suffix: '_sum', labels, value: sum },
    { suffix: '_count', labels, value: count },
  ]
}
