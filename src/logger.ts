import { type DestinationStream, type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import { redaction } from './redaction.ts'

export interface LoggerOptions {
  /** pino's level names, or `silent`. */
  level: string
  /** For people to read, instead of one JSON object a line. */
  pretty: boolean
  /** Default: standard output. */
  destination?: DestinationStream
}

/**
 * Writes lines to a file or file descriptor, several at a time: a write takes longer than all else
 * about a line. Who kills the process loses those of the last 50 ms; whatever else ends it does not.
 */
export function linesTo(dest: string | number): DestinationStream & { flushSync(): void } {
  // Text that waits would be measured again, from its beginning, with each line that joins it.
  const file = pino.destination({
    dest,
    minLength: 32 * 1024,
    maxWrite: 64 * 1024,
    periodicFlush: 50,
    contentMode: 'buffer',
  })
  return {
    // Its types know of text alone.
    write: line => void file.write(Buffer.from(line) as unknown as string),
    // For pino, which calls it after a fatal error.
    flushSync: () => file.flushSync(),
  }
}

/** The logger of the whole process. */
export function createLogger({ level, pretty: readable, destination }: LoggerOptions): Logger {
  const options = { level, ...redaction }
  if (!readable) return pino(options, destination ?? linesTo(1))
  return pino(
    options,
    pretty({ singleLine: true, ignore: 'pid,hostname', ...(destination && { destination }) }),
  )
}
