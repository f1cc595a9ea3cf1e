import { writeFile } from 'node:fs/promises'
import { openBench } from './bench.mjs'
import { reportRequirements } from './requirements.mjs'
import { measureFirstSeen, reportFirstSeen } from './sections/first-seen.mjs'
import { measureMemory, reportMemory } from './sections/memory.mjs'
import { measureOrders, reportOrders } from './sections/orders.mjs'
import { measureProduction, reportProduction } from './sections/production.mjs'
import { measureRefusals, reportRefusals } from './sections/refusals.mjs'
import { measureRepeated, reportRepeated } from './sections/repeated.mjs'
import { measureStart, reportStart } from './sections/start.mjs'
import { readSettings } from './settings.mjs'
import { describeSurroundings } from './surroundings.mjs'

const SECTIONS = {
  repeated: { measure: measureRepeated, report: reportRepeated },
  'first-seen': { measure: measureFirstSeen, report: reportFirstSeen },
  refusals: { measure: measureRefusals, report: reportRefusals },
  memory: { measure: measureMemory, report: reportMemory },
  start: { measure: measureStart, report: reportStart },
  production: { measure: measureProduction, report: reportProduction },
  orders: { measure: measureOrders, report: reportOrders },
}

const settings = readSettings(process.argv.slice(2))
const started = new Date()
const bench = await openBench(settings)
try {
  const results = {}
  for (const name of settings.only) results[name] = await SECTIONS[name].measure(bench)

  const report = [
    ...describeSurroundings({
      settings,
      generator: bench.generator,
      isAwake: bench.isAwake,
      started,
      seconds: (Date.now() - started) / 1000,
    }),
    ...reportRequirements({
      repeated: results.repeated,
      firstSeen: results['first-seen'],
      refusals: results.refusals,
      production: results.production,
      orders: results.orders,
    }),
    ...settings.only.flatMap(name => SECTIONS[name].report(results[name])),
  ]
  const text = `${report.join('\n\n')}\n`
  process.stdout.write(text)
  if (settings.out) await writeFile(settings.out, text)
} finally {
  await bench.close()
}
