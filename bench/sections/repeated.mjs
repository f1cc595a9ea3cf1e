import { CACHED_PEERS } from '../peers.mjs'
import { compare } from '../rounds.mjs'
import { checkAnswers } from '../sanity.mjs'
import { comparisonTable } from './comparison-table.mjs'

export const TOKEN_COUNTS = [1, 1_000, 10_000]
export const UNGUARDED = 'this project, the same route public'
export const GUARDED = 'this project, guarded'
export const BARE = 'bare Fastify'

/** Tokens that come again: what a guard costs once it has seen them all. */
export async function measureRepeated(bench) {
  const context = { cacheSize: 20_000 }
  const bare = await bench.start('bare')
  const ours = await bench.start('ours', context)
  const peers = []
  for (const [name, module] of CACHED_PEERS) {
    peers.push({ name, subject: await bench.start(module, context), path: '/guarded' })
  }
  for (const subject of [ours, ...peers.map(peer => peer.subject)]) {
    await checkAnswers(subject, bench.tokens)
  }
  const servers = [
    { name: BARE, subject: bare, path: '/guarded' },
    { name: UNGUARDED, subject: ours, path: '/open' },
    { name: GUARDED, subject: ours, path: '/guarded' },
    ...peers,
  ]

  const results = new Map()
  for (const count of TOKEN_COUNTS) {
    const tokens = await bench.tokens.make('good', count)
    bench.log(`repeated tokens: ${count}`)
    results.set(
      count,
      await compare(
        servers.map(server => ({ ...server, tokens })),
        bench,
      ),
    )
  }
  await bench.stopAll()
  return results
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
