import { medians } from '../rounds.mjs'
import { ratio, spread } from '../statistics.mjs'
import { fixed, percent, table, whole } from '../table.mjs'

const COLUMNS = [
  'server',
  'req/s',
  'ratio',
  'CPU us/req',
  'ratio',
  'CPU us above',
  'core busy',
  'CPU spread',
]

/** One row per server, ratios to the row called `reference`. */
export function comparisonTable(samples, reference) {
  const base = samples.get(reference)
  const rows = [...samples].map(([name, sample]) => {
    const { throughput, cpu, busy } = medians(sample)
    return [
      name,
      whole(throughput),
      fixed(ratio(sample.throughput, base.throughput)),
      fixed(cpu, 1),
      fixed(ratio(sample.cpu, base.cpu)),
      fixed(cpu - medians(base).cpu, 1),
      percent(busy),
      percent(spread(sample.cpu)),
    ]
  })
  return table(COLUMNS, rows)
}
