import { compare } from '../rounds.mjs'
import { status } from '../sanity.mjs'
import { comparisonTable } from './comparison-table.mjs'

export const BARE_ROUTE = 'bare Fastify, no log'
export const CHAIN = 'the service: GET /hello'
const MEASURED = 'the service with METRICS_PORT'
const CONTEXT = { cacheSize: 10_000 }
const TOKEN_COUNT = 1_000

/** What everything costs that a request meets in production before its handler and after it. */
export async function measureProduction(bench) {
  const subject = await bench.start('service', CONTEXT)
  for (const [kind, expected] of [
    ['good', 200],
    ['bad signature', 401],
  ]) {
    const code = await status(subject.port, '/hello', bench.tokens.one(kind))
    if (code !== expected) throw new Error(`service: ${kind} is answered ${code}`)
  }
  await subject.stop()
  bench.log('production chain')
  const tokens = await bench.tokens.make('good', TOKEN_COUNT)
  const servers = [
    { module: 'bare', cases: [{ name: BARE_ROUTE, path: '/guarded', tokens }] },
    { module: 'service', context: CONTEXT, cases: [{ name: CHAIN, path: '/hello', tokens }] },
    {
      module: 'service',
      context: { ...CONTEXT, metrics: true },
      cases: [{ name: MEASURED, path: '/hello', tokens }],
    },
  ]
  return compare(servers, bench)
}

export function reportProduction(samples) {
  return [
    '## Production chain',
    'The whole service, `GET /hello` with 1,000 repeated tokens: headers of every answer, request ' +
      'id, trace, limits, cached token, response schema, one log line (to /dev/null).',
    comparisonTable(samples, BARE_ROUTE),
  ]
}
