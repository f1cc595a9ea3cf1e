import { parseArgs } from 'node:util'
import closeWithGrace from 'close-with-grace'
import { readEnvFile } from './config/index.ts'
import { explainFailure } from './start/failure.ts'
import { keepTicksQuick } from './start/quick-ticks.ts'
import { start } from './start/start.ts'
import { closeAtSignals, stopSignals } from './start/stop-signals.ts'

/** After these, unless somebody sent them, no JavaScript can be run: the process would hang. */
const ownFaults: closeWithGrace.Signals[] = [
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGTRAP',
]

// What cannot be told to people is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

keepTicksQuick()
try {
  const { values } = parseArgs({ options: { reset: { type: 'boolean', default: false } } })
  // The real environment wins over the file.
  const environment = { ...readEnvFile('.'), ...process.env }
  const { logger, close, closeTimeout } = await start(environment, {
    print: text => process.stderr.write(text),
    isTerminal: process.stdout.isTTY,
    reset: values.reset,
  })
  const skip = [...ownFaults, ...stopSignals]
  const grace = closeWithGrace({ delay: closeTimeout, logger, skip }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'closing because of an error that nobody caught')
    else if (signal) logger.info({ signal }, 'closing')
    await close()
  })
  closeAtSignals(grace.close, logger)
} catch (error) {
  const { message, exitCode } = explainFailure(error)
  process.stderr.write(`${message}\n`)
  process.exitCode = exitCode
}
