import { parseArgs } from 'node:util'
import closeWithGrace from 'close-with-grace'
import { readEnvFile } from './config/index.ts'
import { explainFailure } from './start/failure.ts'
import { keepTicksQuick } from './start/quick-ticks.ts'
import { start } from './start/start.ts'

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
  closeWithGrace({ delay: closeTimeout, logger }, async ({ err, signal }) => {
    if (err) logger.fatal({ err }, 'closing because of an error that nobody caught')
    else logger.info({ signal }, 'closing')
    await close()
  })
} catch (error) {
  const { message, exitCode } = explainFailure(error)
  process.stderr.write(`${message}\n`)
  process.exitCode = exitCode
}
