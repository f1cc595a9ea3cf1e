import { CACHED_PEERS, UNCACHED_PEERS } from './peers.mjs'
import { medians } from './rounds.mjs'
import { LIMIT, OURS } from './sections/first-seen.mjs'
import { OPERATIONS } from './sections/orders.mjs'
import { BARE_ROUTE, CHAIN } from './sections/production.mjs'
import { ACCEPTED, CHEAP, netRatios } from './sections/refusals.mjs'
import { BARE, GUARDED, UNGUARDED } from './sections/repeated.mjs'
import { median, quartiles, ratio, ratios } from './statistics.mjs'
import { fixed, percent, table } from './table.mjs'

/** Share of its core below which a server was disturbed, or the load too slow for it. */
const QUIET = 0.9

const MET = 'yes'
const NEAR = 'within the noise'
const MISSED = '**no**'

/** Verdicts over the sections that were measured: `{ text, measured, limit, met }`. */
function judge({ repeated, firstSeen, refusals, production, orders }) {
  return [
    ...(repeated ? [...repeated].flatMap(([count, samples]) => judgeRepeated(count, samples)) : []),
    ...(firstSeen ? judgeFirstSeen(firstSeen.samples) : []),
    ...(refusals ? judgeRefusals(refusals) : []),
    ...(production ? judgeProduction(production) : []),
    ...(orders ? judgeOrders(orders) : []),
  ]
}

function judgeRepeated(count, samples) {
  const guarded = samples.get(GUARDED)
  const of = `${count.toLocaleString('en-US')} repeated: `
  const against = [
    [UNGUARDED, 'the same route public'],
    [BARE, 'bare Fastify'],
  ]
  return [
    ...against.flatMap(([reference, words]) => {
      const { throughput, cpu } = samples.get(reference)
      return [
        atLeast(`${of}throughput of ${words}`, ratios(guarded.throughput, throughput), 0.9),
        atMost(`${of}CPU of ${words}`, ratios(guarded.cpu, cpu), 1.2),
      ]
    }),
    ...CACHED_PEERS.map(([name]) =>
      atMost(`${of}CPU of ${name}`, ratios(guarded.cpu, samples.get(name).cpu), 1),
    ),
  ]
}

function judgeFirstSeen(samples) {
  const { cpu } = samples.get(OURS)
  return [
    atMost(`first seen: CPU of ${LIMIT}`, ratios(cpu, samples.get(LIMIT).cpu), 1.1),
    ...UNCACHED_PEERS.map(([name]) =>
      atMost(`first seen: CPU of ${name}`, ratios(cpu, samples.get(name).cpu), 1),
    ),
  ]
}

function judgeRefusals({ samples, statuses }) {
  return [...statuses.keys()].map(kind => ({
    ...atMost(
      `refusal, ${kind}: check of an accepted first-seen token`,
      netRatios(samples, kind),
      CHEAP.includes(kind) ? 1 / 3 : 1,
    ),
    remark: `with the answer: ${fixed(ratio(samples.get(kind).cpu, samples.get(ACCEPTED).cpu))}`,
  }))
}

function judgeProduction(samples) {
  const [chain, bare] = [samples.get(CHAIN), samples.get(BARE_ROUTE)]
  const measured = ratios(chain.throughput, bare.throughput)
  return [atLeast(`production chain: throughput of ${BARE_ROUTE}`, measured, 0.55)]
}

function judgeOrders(results) {
  return [...results].flatMap(([place, samples]) =>
    OPERATIONS.map(({ name }) => {
      const [guarded, open] = [samples.get(`${name}, guarded`), samples.get(`${name}, open`)]
      const measured = ratios(guarded.throughput, open.throughput)
      return atLeast(`orders, ${place}: ${name}, throughput without authentication`, measured, 0.9)
    }),
  )
}

function atLeast(text, measured, limit) {
  const [, upper] = quartiles(measured)
  const verdict = verdictOf(median(measured) >= limit, upper >= limit)
  return { text, measured, limit: `>= ${fixed(limit)}`, verdict }
}

function atMost(text, measured, limit) {
  const [lower] = quartiles(measured)
  const verdict = verdictOf(median(measured) <= limit, lower <= limit)
  return { text, measured, limit: `<= ${fixed(limit)}`, verdict }
}

/** A limit that lies within the better half of the rounds about the median is too near to tell. */
function verdictOf(isMet, isNear) {
  if (isMet) return MET
  return isNear ? NEAR : MISSED
}

/** Says so when something else took part of the server's core: such verdicts mean nothing. */
function quietness({ repeated, firstSeen, refusals, production }) {
  const samples = [...(repeated?.values() ?? []), firstSeen?.samples, refusals?.samples, production]
  const busy = samples.flatMap(each => [...(each?.values() ?? [])]).map(each => medians(each).busy)
  const disturbed = busy.filter(share => share < QUIET).length
  if (disturbed === 0) return []
  return [
    `**The machine was not quiet**: in ${disturbed} of ${busy.length} measurements the server had ` +
      `less than ${percent(QUIET)} of its core. Run again before believing a verdict.`,
  ]
}

export function reportRequirements(results) {
  const verdicts = judge(results)
  if (verdicts.length === 0) return []
  const count = kind => verdicts.filter(({ verdict }) => verdict === kind).length
  return [
    '## Requirements',
    ...quietness(results),
    `${count(MET)} of ${verdicts.length} met, ${count(NEAR)} missed by less than the rounds lie ` +
      `apart, ${count(MISSED)} missed. Beside the median: the quartiles of the rounds.`,
    table(
      ['requirement', 'measured', 'quartiles', 'limit', 'met', ''],
      verdicts.map(({ text, measured, limit, verdict, remark = '' }) => [
        text,
        fixed(median(measured)),
        quartiles(measured)
          .map(each => fixed(each))
          .join(' to '),
        limit,
        verdict,
        remark,
      ]),
    ),
  ]
}
