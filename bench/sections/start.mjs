import { setTimeout as sleep } from 'node:timers/promises'
import { status } from '../sanity.mjs'
import { median } from '../statistics.mjs'
import { fixed, mebibytes, table } from '../table.mjs'

const SERVERS = [
  ['bare Fastify', 'bare'],
  ['this project', 'ours'],
]

/** From the start of the process to the first 200, and what the process holds at rest. */
export async function measureStart(bench) {
  const results = new Map(SERVERS.map(([name]) => [name, { milliseconds: [], resident: [] }]))
  const token = bench.tokens.one('good')
  for (let round = 0; round < bench.settings.rounds; round++) {
    for (const [name, module] of SERVERS) {
      const started = performance.now()
      const subject = await bench.start(module, { cacheSize: 10_000 })
      const code = await status(subject.port, '/guarded', token)
      results.get(name).milliseconds.push(performance.now() - started)
      if (code !== 200) throw new Error(`${name}: first answer was ${code}`)
      await sleep(1_000)
      results.get(name).resident.push(subject.residentBytes())
      await subject.stop()
    }
  }
  return results
}

export function reportStart(results) {
  return [
    '## Start',
    'From the start of the process to the first 200 of the guarded route (the first token is ' +
      'verified, the key set fetched from loopback), and resident memory one second later.',
    table(
      ['server', 'first answer ms', 'at rest MiB'],
      [...results].map(([name, { milliseconds, resident }]) => [
        name,
        fixed(median(milliseconds), 0),
        mebibytes(median(resident)),
      ]),
    ),
  ]
}
