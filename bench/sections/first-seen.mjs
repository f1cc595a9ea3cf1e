import { UNCACHED_PEERS } from '../peers.mjs'
import { compare } from '../rounds.mjs'
import { checkAnswers } from '../sanity.mjs'
import { table } from '../table.mjs'
import { comparisonTable } from './comparison-table.mjs'

export const LIMIT = 'bare crypto.verify'
export const OURS = 'this project, cache off'
const TOKEN_COUNT = 1_000

/** Every token is verified each time, as one never seen before. */
export async function measureFirstSeen(bench) {
  const servers = [[LIMIT, 'crypto-verify'], [OURS, 'ours'], ...UNCACHED_PEERS]
  const cases = [await newCase(bench, ['bare Fastify', 'bare'])]
  const answers = new Map()
  for (const server of servers) {
    const each = await newCase(bench, server)
    answers.set(each.name, await checkAnswers(each.subject, bench.tokens, each.issuer))
    cases.push(each)
  }
  bench.log(`first-seen tokens: ${cases.length} servers`)
  const samples = await compare(cases, bench)
  await bench.stopAll()
  return { samples, answers }
}

async function newCase(bench, [name, module, accepts]) {
  const issuer = accepts === 'AWS' ? bench.awsIssuer : undefined
  return {
    name,
    issuer,
    subject: await bench.start(module, { cacheSize: 0 }),
    path: '/guarded',
    tokens: await bench.tokens.make('good', TOKEN_COUNT, issuer),
  }
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
