import { CACHED_PEERS } from '../peers.mjs'
import { compare } from '../rounds.mjs'
import { checkServer } from '../sanity.mjs'
import { comparisonTable } from './comparison-table.mjs'

const TOKEN_COUNTS = [1, 1_000, 10_000]
export const UNGUARDED = 'this project, the same route public'
export const GUARDED = 'this project, guarded'
export const BARE = 'bare Fastify'
const CACHE = { cacheSize: 20_000 }

/** Tokens that come again: what a guard costs once it has seen them all. */
export async function measureRepeated(bench) {
  for (const module of ['ours', ...CACHED_PEERS.map(([, peer]) => peer)]) {
    await checkServer(bench, module, CACHE)
  }
  const results = new Map()
  for (const count of TOKEN_COUNTS) {
    bench.log(`repeated tokens: ${count}`)
    const tokens = await bench.tokens.make('good', count)
    results.set(count, await compare(servers(tokens), bench))
  }
  return results
}

function servers(tokens) {
  const guarded = name => ({ name, path: '/guarded', tokens })
  return [
    { module: 'bare', cases: [guarded(BARE)] },
    // Both routes in one process: the surest comparison there is.
    {
      module: 'ours',
      context: CACHE,
      cases: [{ name: UNGUARDED, path: '/open', tokens }, guarded(GUARDED)],
    },
    ...CACHED_PEERS.map(([name, module]) => ({ module, context: CACHE, cases: [guarded(name)] })),
  ]
}

export function reportRepeated(results) {
  return [
    '## Repeated tokens',
    'Every token was seen before, and caches are larger than the number of tokens.',
    ...[...results].flatMap(([count, samples]) => [
      `### ${count.toLocaleString('en-US')} ${count === 1 ? 'token' : 'tokens in rotation'}`,
      comparisonTable(samples, UNGUARDED),
    ]),
  ]
}
