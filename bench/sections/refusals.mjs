import { compare, medians } from '../rounds.mjs'
import { status } from '../sanity.mjs'
import { median, ratio, ratios } from '../statistics.mjs'
import { fixed, table, whole } from '../table.mjs'

export const ACCEPTED = 'accepted'
/** Refused before the signature is looked at. */
export const CHEAP = ['wrong issuer', 'wrong algorithm', 'oversized', 'malformed']
/** Refused after it. */
export const VERIFIED = ['bad signature', 'expired', 'missing scope']
const KINDS = [...CHEAP, 'unknown kid', ...VERIFIED]
/** A request of another size costs another sum in the HTTP parser alone. */
const OF_OWN_SIZE = ['oversized', 'malformed']
const TOKEN_COUNT = 1_000
const NO_CACHE = { cacheSize: 0 }

/** What a bad token costs, beside an accepted first-seen one and beside no guard at all. */
export async function measureRefusals(bench) {
  const good = await bench.tokens.make('good', TOKEN_COUNT)
  const cases = [
    { name: ACCEPTED, path: '/guarded', tokens: good },
    ...['/open', '/verified/open'].map(path => ({ name: path, path, tokens: good })),
    ...['/refusing', '/verified/refusing', '/verified/forbidding'].map(path => ({
      name: path,
      path,
      tokens: good,
      refused: true,
    })),
  ]
  const statuses = new Map()
  const subject = await bench.start('ours', NO_CACHE)
  for (const kind of KINDS) {
    statuses.set(kind, await refusalStatus(subject, bench.tokens.one(kind), kind))
    const tokens = await bench.tokens.make(kind, TOKEN_COUNT)
    cases.push({ name: kind, path: '/guarded', tokens, refused: true })
    if (!OF_OWN_SIZE.includes(kind)) continue
    cases.push({ name: sameAnswer(kind), path: '/refusing', tokens, refused: true })
  }
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

/** The case that gives the answer a kind of token gets, without this project's check. */
function sameAnswer(kind) {
  if (kind === ACCEPTED) return '/open'
  if (kind === 'missing scope') return '/verified/forbidding'
  if (VERIFIED.includes(kind)) return '/verified/refusing'
  return OF_OWN_SIZE.includes(kind) ? `${kind}, /refusing` : '/refusing'
}

export function reportRefusals({ samples, statuses }) {
  return [
    '## Refusals',
    'Cache off. "Check" is what stands above the same answer, 200, or 401 or 403 with a challenge, ' +
      'of the same application to a token nobody looks at. An answer costs more when a signature ' +
      'was checked before it, so refusals after that are held against the same answer behind a ' +
      'bare `crypto.verify`, and what that one costs in front of a 200 is added.',
    table(
      ['token', 'status', 'req/s', 'CPU us/req', 'of accepted', 'check, CPU us', 'of accepted'],
      [[ACCEPTED, 200], ...statuses].map(([kind, code]) => row(samples, kind, code)),
    ),
  ]
}

function row(samples, kind, code) {
  const { throughput, cpu } = medians(samples.get(kind))
  return [
    kind,
    code,
    whole(throughput),
    fixed(cpu, 1),
    fixed(ratio(samples.get(kind).cpu, samples.get(ACCEPTED).cpu)),
    fixed(median(check(samples, kind)), 1),
    fixed(median(checkRatios(samples, kind))),
  ]
}

/** What a check costs, as a share of that of an accepted token, in each round. */
export function checkRatios(samples, kind) {
  return ratios(check(samples, kind), check(samples, ACCEPTED))
}

/** The whole request, of the same refusal behind a bare `crypto.verify`, in each round. */
export function bareRatios(samples, kind) {
  return ratios(samples.get(kind).cpu, samples.get(sameAnswer(kind)).cpu)
}

function check(samples, kind) {
  const above = over(samples, kind, sameAnswer(kind))
  if (!VERIFIED.includes(kind)) return above
  const signature = over(samples, '/verified/open', '/open')
  return above.map((cpu, round) => cpu + signature[round])
}

/** CPU microseconds of one case above another, in each round. */
function over(samples, one, other) {
  return samples.get(one).cpu.map((cpu, round) => cpu - samples.get(other).cpu[round])
}
