import { compare, medians } from '../rounds.mjs'
import { status } from '../sanity.mjs'
import { median, ratio, ratios } from '../statistics.mjs'
import { fixed, table, whole } from '../table.mjs'

export const ACCEPTED = 'accepted'
/** Refused before the signature is looked at. */
export const CHEAP = ['wrong issuer', 'wrong algorithm', 'oversized', 'malformed']
const MISSING_SCOPE = 'missing scope'
const UNKNOWN_KEY = 'unknown kid'
const OTHERS = ['bad signature', 'expired', UNKNOWN_KEY, MISSING_SCOPE]
const TOKEN_COUNT = 1_000
const NO_CACHE = { cacheSize: 0 }

/** What a bad token costs, beside an accepted first-seen one and beside no guard at all. */
export async function measureRefusals(bench) {
  const good = await bench.tokens.make('good', TOKEN_COUNT)
  const cases = [
    { name: ACCEPTED, path: '/guarded', tokens: good },
    { name: unchecked(ACCEPTED), path: '/open', tokens: good },
    { name: signature(ACCEPTED), path: '/signature/open', tokens: good },
  ]
  const statuses = new Map()
  const subject = await bench.start('ours', NO_CACHE)
  for (const kind of [...CHEAP, ...OTHERS]) {
    statuses.set(kind, await refusalStatus(subject, bench.tokens.one(kind), kind))
    const tokens = await bench.tokens.make(kind, TOKEN_COUNT)
    cases.push({ name: kind, path: '/guarded', tokens, refused: true })
    // A request of another size costs another sum in the HTTP parser alone.
    if (kind === 'oversized' || kind === 'malformed') {
      cases.push({ name: unchecked(kind), path: '/refusing', tokens, refused: true })
    }
  }
  const tokens = await bench.tokens.make(OTHERS[0], TOKEN_COUNT)
  cases.push({ name: unchecked('other'), path: '/refusing', tokens, refused: true })
  cases.push({ name: signature('other'), path: '/signature/refusing', tokens, refused: true })
  cases.push({
    name: signature(MISSING_SCOPE),
    path: '/signature/forbidding',
    tokens,
    refused: true,
  })
  await subject.stop()
  bench.log(`refusals: ${cases.length} cases`)
  const samples = await compare([{ module: 'ours', context: NO_CACHE, cases }], bench)
  return { samples, statuses }
}

async function refusalStatus(subject, token, kind) {
  const code = await status(subject.port, '/guarded', token)
  if (code < 400 || code >= 500) throw new Error(`${kind}: answered with ${code}`)
  return code
}

function unchecked(kind) {
  return `${kind} token, unchecked`
}

function signature(kind) {
  return `${kind} token, only its signature checked`
}

export function reportRefusals({ samples, statuses }) {
  const accepted = samples.get(ACCEPTED)
  const rows = [...statuses].map(([kind, code]) => {
    const sample = samples.get(kind)
    return [
      kind,
      code,
      whole(medians(sample).throughput),
      fixed(medians(sample).cpu, 1),
      fixed(ratio(sample.cpu, accepted.cpu)),
      fixed(median(net(samples, kind)), 1),
      fixed(median(netRatios(samples, kind))),
    ]
  })
  return [
    '## Refusals',
    'Cache off. "Net" is what the check of the token costs: what stands above the same request ' +
      'to a route of the same application that gives the same kind of answer, 200, or 401 or 403 ' +
      'with a challenge, without looking at the token. Any answer takes longer after a signature ' +
      'was checked, and a long one more so, which is no cost of the check: refusals that come after ' +
      'it are held against the same answer behind a bare `crypto.verify`, and what that costs ' +
      'before a 200 is added.',
    table(
      ['token', 'status', 'req/s', 'CPU us/req', 'of accepted', 'net CPU us', 'of accepted, net'],
      [acceptedRow(samples), ...rows],
    ),
  ]
}

function acceptedRow(samples) {
  const { throughput, cpu } = medians(samples.get(ACCEPTED))
  const check = fixed(median(net(samples, ACCEPTED)), 1)
  return ['accepted, first seen', 200, whole(throughput), fixed(cpu, 1), '1.00', check, '1.00']
}

/** What a check costs, as a share of that of an accepted token, in each round. */
export function netRatios(samples, kind) {
  return ratios(net(samples, kind), net(samples, ACCEPTED))
}

/** CPU microseconds of the check, in each round. */
function net(samples, name) {
  if (name === ACCEPTED || name === UNKNOWN_KEY || CHEAP.includes(name)) {
    return above(samples, name, unchecked)
  }
  const bare = difference(samples.get(signature(ACCEPTED)), samples.get(unchecked(ACCEPTED)))
  return above(samples, name, signature).map((cpu, round) => cpu + bare[round])
}

/** What a kind of token costs above the same answer on another route. */
function above(samples, name, other) {
  return difference(samples.get(name), samples.get(other(name)) ?? samples.get(other('other')))
}

function difference(sample, other) {
  return sample.cpu.map((cpu, round) => cpu - other.cpu[round])
}
