import { setTimeout as sleep } from 'node:timers/promises'
import { loadFor, startLoad } from './load.mjs'

/** Until everything is compiled: a process is twice as slow before, and the longer the more it does. */
const WARM_UP_REQUESTS = 20_000

/** Milliseconds after which what was sent is answered. */
const SETTLING = 20

/** Sends until, in one run, every token was seen, so that caches are full. */
export async function warmUp(subjects, each, bench) {
  let total = 0
  for (const seconds of [1, 2, 4, 4, 4, 4, 4, 4]) {
    const options = loadOptions(subjects, each, bench)
    const parts = await Promise.all(options.map(each => loadFor(seconds, each)))
    const { requests } = checked(parts, each, bench)
    total += requests
    if (total >= WARM_UP_REQUESTS && requests > 1.1 * each.tokens.count) return
  }
  throw new Error(`${each.name}: only ${total} answers in the warm-up; is the machine busy?`)
}

/**
 * A case under load, which stands still but in its turns. `end()` resolves to what was measured:
 * `{ throughput, cpu, busy }`.
 */
export async function startCase(subjects, each, bench) {
  const loads = await Promise.all(loadOptions(subjects, each, bench).map(startLoad))
  let seconds = 0
  let microseconds = 0

  /** @param stop ends the load, one way or another */
  async function measured(length, stop) {
    const before = await cpuOf(subjects)
    const startedAt = performance.now()
    for (const load of loads) load.go()
    await sleep(length * 1000)
    const result = await Promise.all(loads.map(stop))
    seconds += (performance.now() - startedAt) / 1000
    await sleep(SETTLING)
    microseconds += (await cpuOf(subjects)) - before
    return result
  }

  return {
    name: each.name,
    turn: length => measured(length, load => load.pause()),
    async end() {
      // Answers of the last turn are counted when the load goes on.
      const parts = await measured(0, load => load.end())
      const { requests } = checked(parts, each, bench)
      if (requests === 0) throw new Error(`${each.name}: no answer in ${seconds} s`)
      return {
        throughput: requests / seconds,
        cpu: microseconds / requests,
        busy: microseconds / 1e6 / seconds / subjects.length,
      }
    },
  }
}

function loadOptions(subjects, { name, refused, ...request }, { loadOptions: options }) {
  const connections = options.connections / subjects.length
  return subjects.map(({ port }) => ({ ...options, ...request, connections, port }))
}

function checked(parts, { name, refused }, { loadOptions: { connections } }) {
  const sum = key => parts.reduce((total, part) => total + part[key], 0)
  const requests = sum('requests')
  // The last answers of a run may be counted after its end.
  if (Math.abs(sum('refused') - (refused ? requests : 0)) > connections) {
    throw new Error(`${name}: ${sum('refused')} of ${requests} answers were refusals`)
  }
  return { requests }
}

async function cpuOf(subjects) {
  const used = await Promise.all(subjects.map(subject => subject.cpu()))
  return used.reduce((sum, each) => sum + each, 0)
}
