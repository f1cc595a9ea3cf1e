import { UNCACHED_PEERS } from '../peers.mjs'
import { compare } from '../rounds.mjs'
import { checkServer } from '../sanity.mjs'
import { table } from '../table.mjs'
import { comparisonTable } from './comparison-table.mjs'

export const LIMIT = 'bare crypto.verify'
export const OURS = 'this project, cache off'
const TOKEN_COUNT = 1_000
const NO_CACHE = { cacheSize: 0 }

/** Every token is verified each time, as one never seen before. */
export async function measureFirstSeen(bench) {
  const answers = new Map()
  const servers = [await newServer(bench, ['bare Fastify', 'bare'])]
  for (const entry of [[LIMIT, 'crypto-verify'], [OURS, 'ours'], ...UNCACHED_PEERS]) {
    const [name, module] = entry
    answers.set(name, await checkServer(bench, module, NO_CACHE, issuerFor(bench, entry)))
    servers.push(await newServer(bench, entry))
  }
  bench.log(`first-seen tokens: ${servers.length} servers`)
  return { samples: await compare(servers, bench), answers }
}

async function newServer(bench, entry) {
  const [name, module] = entry
  const tokens = await bench.tokens.make('good', TOKEN_COUNT, issuerFor(bench, entry))
  return { module, context: NO_CACHE, cases: [{ name, path: '/guarded', tokens }] }
}

function issuerFor(bench, [, , accepts]) {
  return accepts === 'AWS' ? bench.awsIssuer : undefined
}

export function reportFirstSeen({ samples, answers }) {
  const kinds = Object.keys(answers.get(OURS))
  return [
    '## First-seen tokens',
    `${TOKEN_COUNT.toLocaleString('en-US')} tokens in rotation, no cache anywhere; ratios to a ` +
      'Fastify route whose only guard is `crypto.verify` with a ready key, and `exp`.',
    comparisonTable(samples, LIMIT),
    'What the servers answered before the measurement:',
    table(
      ['server', ...kinds],
      [...answers].map(([name, statuses]) => [name, ...kinds.map(kind => statuses[kind])]),
    ),
  ]
}
