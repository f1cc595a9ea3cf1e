import { parseArgs } from 'node:util'
import { readEnvFile } from './config/index.ts'
import { explainFailure } from './start/failure.ts'
import { keepTicksQuick } from './start/quick-ticks.ts'
import { start } from './start/start.ts'
import { stopWithGrace } from './start/stop.ts'

// What cannot be told to people is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

keepTicksQuick()
try {
  const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } })
  // The real environment wins over the file.
  const environment = { ...readEnvFile('.'), ...process.env }
  const running = await start(environment, {
    print: text => process.stderr.write(text),
    isTerminal: process.stdout.isTTY,
    reset: values.reset,
  })
  stopWithGrace(running)
} catch (error) {
  const { message, exitCode } = explainFailure(error)
  process.stderr.write(`${message}\n`)
  process.exitCode = exitCode
}
