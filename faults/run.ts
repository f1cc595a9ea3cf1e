// Does bad things to the built service and says whether it stood them: npm run faults -- --help
import { clockOff } from './cases/clock-off.ts'
import { databaseAway } from './cases/database-away.ts'
import { diskFull } from './cases/disk-full.ts'
import { keysAway } from './cases/keys-away.ts'
import { killApi } from './cases/kill-api.ts'
import { killPostgres } from './cases/kill-postgres.ts'
import { manyTokens } from './cases/many-tokens.ts'
import { mixedTraffic } from './cases/mixed-traffic.ts'
import { rotationInFlood } from './cases/rotation-in-flood.ts'
import { slowClients } from './cases/slow-clients.ts'
import type { Fault, Finding } from './support/fault.ts'
import { HELP, readOptions } from './support/options.ts'
import { createScope } from './support/scope.ts'
import { table } from './support/table.ts'

const all: readonly Fault[] = [
  killApi,
  killPostgres,
  databaseAway,
  diskFull,
  keysAway,
  rotationInFlood,
  clockOff,
  slowClients,
  manyTokens,
  mixedTraffic,
]

const print = (text: string) => process.stdout.write(`${text}\n`)

async function main(args: string[]): Promise<number> {
  const { faults, help, list, ...settings } = readOptions(args, all)
  if (help) return say(HELP)
  if (list) return say(all.map(({ name, about }) => `${name.padEnd(18)} ${about}`).join('\n'))

  const rows: string[][] = []
  let isWell = true
  for (const fault of faults) {
    process.stderr.write(`${fault.name}: ${fault.about}\n`)
    const { done, observed, failures, skipped } = await tryOut(fault, settings)
    if (failures.length > 0) isWell = false
    const verdict = skipped ? `skipped: ${skipped}` : failures.join('; ') || 'stood'
    rows.push([fault.name, done, observed, verdict])
  }
  print(table(['fault', 'what was done', 'what was observed', 'verdict'], rows))
  return isWell ? 0 : 1
}

async function tryOut(
  fault: Fault,
  settings: { minutes: number; tokens: number },
): Promise<Finding> {
  const scope = createScope()
  try {
    return await fault.run({ scope, ...settings })
  } catch (error) {
    return { done: '', observed: '', failures: [`failed: ${(error as Error).message}`] }
  } finally {
    await scope.end()
  }
}

function say(text: string): number {
  print(text)
  return 0
}

// With an exit of its own, so that what was started is ended.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130))

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
