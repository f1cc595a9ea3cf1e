import { load } from './load.mjs'
import { median } from './statistics.mjs'

/**
 * Loads the cases in turn, round after round, so that each round sees the same machine.
 * A case is `{ name, subject, path, tokens, refused }`; `refused` says what its answers must be.
 * Resolves to a map from name to `{ throughput, cpu, p99, busy }`, each an array with one number
 * per round: requests a second, CPU microseconds per request, milliseconds, share of the core.
 */
export async function compare(cases, { settings, generator, log }) {
  const samples = new Map(
    cases.map(({ name }) => [name, { throughput: [], cpu: [], p99: [], busy: [] }]),
  )
  for (const each of cases) await warmUp(each, settings, generator)
  for (let round = 0; round < settings.rounds; round++) {
    // Every second round runs backwards: no case is always the one after a heavy one.
    for (const each of round % 2 === 0 ? cases : cases.toReversed()) {
      const sample = await measure(each, settings, generator)
      for (const [key, value] of Object.entries(sample)) samples.get(each.name)[key].push(value)
    }
    const first = samples.get(cases[0].name)
    log(`round ${round + 1}: ${cases[0].name} ${first.cpu.at(-1).toFixed(1)} us`)
  }
  return samples
}

/** Medians of what `compare` gathered for one case. */
export function medians(sample) {
  return Object.fromEntries(Object.entries(sample).map(([key, values]) => [key, median(values)]))
}

// Until the code is compiled and every token was seen, so that caches are full.
async function warmUp(each, settings, generator) {
  let requests = 0
  for (let runs = 0; runs < 10 && requests < 2 * each.tokens.count; runs++) {
    requests = Math.max(requests, (await run(each, settings, generator, runs + 1)).requests)
  }
}

async function measure(each, settings, generator) {
  const before = await each.subject.cpu()
  const { requests, seconds, p99 } = await run(each, settings, generator, settings.seconds)
  const used = (await each.subject.cpu()) - before
  return {
    throughput: requests / seconds,
    cpu: used / requests,
    p99,
    busy: used / 1e6 / seconds,
  }
}

async function run({ name, subject, path, tokens, refused }, settings, generator, seconds) {
  const result = await load({
    generator,
    core: settings.loadCore,
    connections: settings.connections,
    port: subject.port,
    path,
    tokens,
    seconds,
  })
  const expected = refused ? result.requests : 0
  // The last answers of a run may be counted after its end.
  if (Math.abs(result.refused - expected) > settings.connections) {
    throw new Error(`${name}: ${result.refused} of ${result.requests} answers were refusals`)
  }
  return result
}
