import { parseArgs } from 'node:util'
import closeWithGrace from 'close-with-grace'
import { readEnvFile } from './config/index.ts'
import { explainFailure } from './start/failure.ts'
import { keepTicksQuick } from './start/quick-ticks.ts'
import { start } from './start/start.ts'

/** After these, unless somebody sent them, no JavaScript can be run: the process would hang. */
const ownFaults: closeWithGrace.Signals[] = [
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGTRAP',
]

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
  closeWithGrace({ delay: closeTimeout, logger, skip: ownFaults }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'closing because of an error that nobody caught')
    else logger.info({ signal }, 'closing')
    await close()
  })
} catch (error) {
  const { message, exitCode } = explainFailure(error)
  process.stderr.write(`${message}\n`)
  process.exitCode = exitCode
}
