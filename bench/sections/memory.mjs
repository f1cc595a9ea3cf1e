import { loadFor } from '../load.mjs'
import { status } from '../sanity.mjs'
import { mebibytes, table, whole } from '../table.mjs'

const SERVERS = [
  ['this project', 'ours'],
  ['fast-jwt', 'fast-jwt'],
]

/** Heap and external memory after a collection, before and after so many distinct tokens. */
export async function measureMemory(bench) {
  const counts = bench.settings.quick ? [10_000] : [10_000, 100_000]
  const rows = []
  for (const count of counts) {
    const tokens = await bench.tokens.make('good', count)
    for (const [name, module] of SERVERS) {
      bench.log(`memory: ${name}, ${count} tokens`)
      const cached = await growth(bench, module, tokens, 1.2 * count)
      const uncached = await growth(bench, module, tokens, 0)
      rows.push({ name, count, cached, uncached, perToken: (cached - uncached) / count })
    }
  }
  return rows
}

async function growth(bench, module, tokens, cacheSize) {
  const subject = await bench.start(module, { cacheSize }, { flags: ['--expose-gc'] })
  const one = await bench.tokens.make('good', 1)
  await send(bench, subject, one, 1)
  await status(subject.port, '/guarded', bench.tokens.one('bad signature'))
  const before = await subject.heap()
  await sendAll(bench, subject, tokens)
  const after = await subject.heap()
  await subject.stop()
  return after - before
}

// One rotation is enough; what is sent again adds nothing.
async function sendAll(bench, subject, tokens) {
  for (let seconds = Math.ceil(tokens.count / 10_000); ; seconds *= 2) {
    const { requests, refused } = await send(bench, subject, tokens, seconds)
    if (refused > 0) throw new Error(`${subject.name} refused ${refused} good tokens`)
    if (requests >= tokens.count) return
  }
}

function send(bench, subject, tokens, seconds) {
  return loadFor(seconds, { ...bench.loadOptions, port: subject.port, path: '/guarded', tokens })
}

export function reportMemory(rows) {
  return [
    '## Memory per cached token',
    'Growth of `heapUsed` + `external` after a full collection, with the cache and without it.',
    table(
      ['server', 'tokens', 'growth MiB, cache', 'growth MiB, no cache', 'bytes per token'],
      rows.map(row => [
        row.name,
        whole(row.count),
        mebibytes(row.cached),
        mebibytes(row.uncached),
        whole(row.perToken),
      ]),
    ),
  ]
}
