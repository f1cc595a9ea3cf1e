import { startCase, warmUp } from './case.mjs'
import { median } from './statistics.mjs'

/**
 * Seconds of one turn: long beside the caches' way back to a server, short beside the moods of a
 * machine that others share.
 */
const TURN = 0.1

/** Seconds in turns before those that count. */
const RUN_UP = 1

/**
 * Between its turns a server looks idle, and V8 would tidy up: what no request holds just then is
 * forgotten, and has to be compiled again.
 */
const FLAGS = ['--no-memory-reducer']

/**
 * Measures servers in short turns, one case after the other, over and over, so that all of them
 * see the same machine. Every round starts the processes anew: where a process happens to lie in
 * memory can make as much as a tenth of its speed, for as long as it lives.
 *
 * A server is `{ module, context, processes, cases }`; of two processes, each has half of the load.
 * A case is `{ name, path, method, body, tokens, refused }`; `refused` says what its answers must
 * be. Resolves to a map from the name of a case to `{ throughput, cpu, busy }`, each an array with
 * one number per round: requests a second, CPU microseconds per request, share of the core.
 */
export async function compare(servers, bench) {
  const samples = new Map(
    servers
      .flatMap(({ cases }) => cases)
      .map(({ name }) => [name, { throughput: [], cpu: [], busy: [] }]),
  )
  for (let round = 0; round < bench.settings.rounds; round++) {
    for (const [name, sample] of await measureRound(servers, bench)) {
      for (const [key, value] of Object.entries(sample)) samples.get(name)[key].push(value)
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

async function measureRound(servers, bench) {
  const started = []
  for (const server of servers) {
    started.push({ cases: server.cases, subjects: await startServer(server, bench) })
  }
  // All cases are warm before the first is measured, or the first would look dearer than it is.
  for (const { subjects, cases } of started) {
    for (const each of cases) await warmUp(subjects, each, bench)
  }
  await inTurns(started, RUN_UP, bench)
  const results = await inTurns(started, bench.settings.seconds, bench)
  await Promise.all(started.flatMap(({ subjects }) => subjects).map(subject => subject.stop()))
  return results
}

async function startServer({ module, context, processes = 1 }, bench) {
  const { serverCore, secondCore } = bench.settings
  const subjects = []
  // One after the other: the first makes the tables of a new database.
  for (const core of [serverCore, secondCore].slice(0, processes)) {
    subjects.push(await bench.start(module, context, { core, flags: FLAGS }))
  }
  return subjects
}

async function inTurns(started, seconds, bench) {
  const cases = []
  for (const { subjects, cases: its } of started) {
    for (const each of its) cases.push(await startCase(subjects, each, bench))
  }
  for (let turn = 0; turn < seconds / TURN; turn++) {
    // Every second turn runs backwards: nobody always follows the same neighbour.
    for (const each of turn % 2 === 0 ? cases : cases.toReversed()) await each.turn(TURN)
  }
  const results = []
  for (const each of cases) results.push([each.name, await each.end()])
  return results
}
