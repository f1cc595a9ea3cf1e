import { type DestinationStream, type Logger, pino } from 'pino'
import pretty from 'pino-pretty'
import { linesTo } from './log-lines.ts'
import { redaction } from './redaction.ts'

export interface LoggerOptions {
  /** pino's level names, or `silent`. */
  level: string
  /** For people to read, instead of one JSON object a line. */
  pretty: boolean
  /** Default: standard output. */
  destination?: DestinationStream
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
