import { CACHED_PEERS, UNCACHED_PEERS } from './peers.mjs'
import { medians } from './rounds.mjs'
import { LIMIT, OURS } from './sections/first-seen.mjs'
import { OPERATIONS } from './sections/orders.mjs'
import { BARE_ROUTE, CHAIN } from './sections/production.mjs'
import { ACCEPTED, above, CHEAP } from './sections/refusals.mjs'
import { BARE, GUARDED, UNGUARDED } from './sections/repeated.mjs'
import { ratio } from './statistics.mjs'
import { fixed, percent, table } from './table.mjs'

/** Share of its core below which a server was disturbed, or the load too slow for it. */
const QUIET = 0.9

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
        atLeast(`${of}throughput of ${words}`, ratio(guarded.throughput, throughput), 0.9),
        atMost(`${of}CPU of ${words}`, ratio(guarded.cpu, cpu), 1.2),
      ]
    }),
    ...CACHED_PEERS.map(([name]) =>
      atMost(`${of}CPU of ${name}`, ratio(guarded.cpu, samples.get(name).cpu), 1),
    ),
  ]
}

function judgeFirstSeen(samples) {
  const { cpu } = samples.get(OURS)
  return [
    atMost(`first seen: CPU of ${LIMIT}`, ratio(cpu, samples.get(LIMIT).cpu), 1.1),
    ...UNCACHED_PEERS.map(([name]) =>
      atMost(`first seen: CPU of ${name}`, ratio(cpu, samples.get(name).cpu), 1),
    ),
  ]
}

function judgeRefusals({ samples, statuses }) {
  return [...statuses.keys()].map(kind => ({
    ...atMost(
      `refusal, ${kind}: check of an accepted first-seen token`,
      above(samples, kind) / above(samples, ACCEPTED),
      CHEAP.includes(kind) ? 1 / 3 : 1,
    ),
    remark: `with the answer: ${fixed(ratio(samples.get(kind).cpu, samples.get(ACCEPTED).cpu))}`,
  }))
}

function judgeProduction(samples) {
  const [chain, bare] = [samples.get(CHAIN), samples.get(BARE_ROUTE)]
  const measured = ratio(chain.throughput, bare.throughput)
  return [atLeast(`production chain: throughput of ${BARE_ROUTE}`, measured, 0.55)]
}

function judgeOrders(results) {
  return [...results].flatMap(([place, samples]) =>
    OPERATIONS.map(({ name }) => {
      const [guarded, open] = [samples.get(`${name}, guarded`), samples.get(`${name}, open`)]
      const measured = ratio(guarded.throughput, open.throughput)
      return atLeast(`orders, ${place}: ${name}, throughput without authentication`, measured, 0.9)
    }),
  )
}

function atLeast(text, measured, limit) {
  return { text, measured, limit: `>= ${fixed(limit)}`, met: measured >= limit }
}

function atMost(text, measured, limit) {
  return { text, measured, limit: `<= ${fixed(limit)}`, met: measured <= limit }
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
  const missed = verdicts.filter(verdict => !verdict.met).length
  return [
    '## Requirements',
    ...quietness(results),
    `${verdicts.length - missed} of ${verdicts.length} met.`,
    table(
      ['requirement', 'measured', 'limit', 'met', ''],
      verdicts.map(({ text, measured, limit, met, remark = '' }) => [
        text,
        fixed(measured),
        limit,
        met ? 'yes' : '**no**',
        remark,
      ]),
    ),
  ]
}
