import closeWithGrace from 'close-with-grace'
import type { Running } from './start.ts'
import { atStopSignals, stopSignals } from './stop-signals.ts'

/** After these, unless somebody sent them, no JavaScript can be run: the process would hang. */
const ownFaults: closeWithGrace.Signals[] = [
  'SIGABRT',
  'SIGBUS',
  'SIGFPE',
  'SIGILL',
  'SIGSEGV',
  'SIGTRAP',
]

/**
 * Closes when it is told to, or when nobody catches an error; the process ends with exit code 0, or
 * 1 after an error, when that takes too long, or when it is told again.
 */
export function stopWithGrace({ logger, close, closeTimeout }: Running): void {
  const skip = [...ownFaults, ...stopSignals]
  let isClosing = false
  const grace = closeWithGrace({ delay: closeTimeout, logger, skip }, async ({ err }) => {
    isClosing = true
    if (err) logger.fatal({ err }, 'closing because of an error that nobody caught')
    await close()
  })
  const impatient = (signal: NodeJS.Signals) => logger.error(`second ${signal}, exiting`)
  atStopSignals(signal => {
    // Because of an error: then a second signal is what it takes.
    if (isClosing) return
    logger.info({ signal }, 'closing')
    void grace.close()
  }, impatient)
}
