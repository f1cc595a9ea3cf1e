import { type DestinationStream, type Logger, pino } from 'pino'
import pretty from 'pino-pretty'

const secrets = [
  'authorization',
  'cookie',
  'set-cookie',
  'access_token',
  'id_token',
  'refresh_token',
  'client_secret',
  'password',
]

/**
 * What must never be read in a log. Nothing logs headers, queries or bodies; this is for the day
 * somebody does.
 */
const redact = [
  ...secrets.flatMap(name => [`["${name}"]`, `*["${name}"]`, `*.*["${name}"]`]),
  'query.code',
  '*.query.code',
]

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
  const options = { level, redact }
  if (!readable) return destination ? pino(options, destination) : pino(options)
  return pino(
    options,
    pretty({ singleLine: true, ignore: 'pid,hostname', ...(destination && { destination }) }),
  )
}
