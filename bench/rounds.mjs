import { load } from './load.mjs'
import { median } from './statistics.mjs'

/** Until everything is compiled: a process is twice as slow before, and the longer the more it does. */
const WARM_UP_REQUESTS = 20_000

/**
 * Measures servers in turn, round after round, so that each round sees the same machine. Every
 * round starts the processes anew: where a process happens to lie in memory makes as much as a
 * tenth of its speed, for as long as it lives.
 *
 * A server is `{ module, context, processes, cases }`; of two processes, each has half of the load.
 * A case is `{ name, path, method, body, tokens, refused }`; `refused` says what its answers must
 * be. Resolves to a map from the name of a case to `{ throughput, cpu, p99, busy }`, each an array
 * with one number per round: requests a second, CPU microseconds per request, milliseconds, share of
 * the core.
 */
export async function compare(servers, bench) {
  const samples = new Map(
    servers
      .flatMap(({ cases }) => cases)
      .map(({ name }) => [name, { throughput: [], cpu: [], p99: [], busy: [] }]),
  )
  for (let round = 0; round < bench.settings.rounds; round++) {
    // Every second round runs backwards: nobody always follows the same neighbour.
    const inTurn = list => (round % 2 === 0 ? list : list.toReversed())
    for (const { cases, ...server } of inTurn(servers)) {
      for (const [name, sample] of await measureServer(server, inTurn(cases), bench)) {
        for (const [key, value] of Object.entries(sample)) samples.get(name)[key].push(value)
      }
    }
    const [[name, { cpu }]] = samples
    bench.log(`round ${round + 1}: ${name} ${cpu.at(-1).toFixed(1)} us`)
  }
  return samples
}

/** Medians of what `compare` gathered for one case. */
export function medians(sample) {
  return Object.fromEntries(Object.entries(sample).map(([key, values]) => [key, median(values)]))
}

// All cases are warm before the first is measured, or the first would look dearer than it is.
async function measureServer({ module, context, processes = 1 }, cases, bench) {
  const { serverCore, secondCore } = bench.settings
  const subjects = []
  // One after the other: the first makes the tables of a new database.
  for (const core of [serverCore, secondCore].slice(0, processes)) {
    subjects.push(await bench.start(module, context, { core }))
  }
  for (const each of cases) await warmUp(subjects, each, bench)
  const results = []
  for (const each of cases) results.push([each.name, await measure(subjects, each, bench)])
  await Promise.all(subjects.map(subject => subject.stop()))
  return results
}

// And until, in one run, every token was seen, so that caches are full.
async function warmUp(subjects, each, bench) {
  let total = 0
  for (const seconds of [1, 2, 4, 4, 4, 4, 4, 4]) {
    const { requests } = await run(subjects, each, bench, seconds)
    total += requests
    if (total >= WARM_UP_REQUESTS && requests > 1.1 * each.tokens.count) return
  }
  throw new Error(`${each.name}: only ${total} answers in the warm-up; is the machine busy?`)
}

async function measure(subjects, each, bench) {
  const before = await cpuOf(subjects)
  const { requests, seconds, p99 } = await run(subjects, each, bench, bench.settings.seconds)
  if (requests === 0) throw new Error(`${each.name}: no answer in ${seconds} s`)
  const used = (await cpuOf(subjects)) - before
  return {
    throughput: requests / seconds,
    cpu: used / requests,
    p99,
    busy: used / 1e6 / seconds / subjects.length,
  }
}

async function cpuOf(subjects) {
  const used = await Promise.all(subjects.map(subject => subject.cpu()))
  return used.reduce((sum, each) => sum + each, 0)
}

async function run(subjects, { name, refused, ...request }, bench, seconds) {
  const connections = bench.loadOptions.connections / subjects.length
  const options = { ...bench.loadOptions, ...request, connections, seconds }
  const parts = await Promise.all(subjects.map(({ port }) => load({ ...options, port })))
  const sum = key => parts.reduce((total, part) => total + part[key], 0)
  const largest = key => Math.max(...parts.map(part => part[key]))
  const result = {
    requests: sum('requests'),
    refused: sum('refused'),
    seconds: largest('seconds'),
    p99: largest('p99'),
  }
  const expected = refused ? result.requests : 0
  // The last answers of a run may be counted after its end.
  if (Math.abs(result.refused - expected) > bench.loadOptions.connections) {
    throw new Error(`${name}: ${result.refused} of ${result.requests} answers were refusals`)
  }
  return result
}
