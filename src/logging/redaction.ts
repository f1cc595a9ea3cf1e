import { type LoggerOptions, pino } from 'pino'
import { memoized } from '../cognito/memoized.ts'

/** How names of secrets end, in any spelling. `command` is of errors of ioredis, with its arguments. */
const secretName =
  /(token|secret|password|authorization|cookie|verifier|assertion|(token|secret|access)[-_]?(hint|hash|key)|confirmation[-_]?code)$|^command$/i

/** Lines have the same names over and over. */
const isSecret = memoized(name => secretName.test(name))

/** Those that a child logger may be made with: pino takes no patterns there. */
const names = [
  ...['authorization', 'Authorization', 'cookie', 'set-cookie', 'password', 'command'],
  ...[
    'token',
    'access_token',
    'id_token',
    'refresh_token',
    'accessToken',
    'idToken',
    'refreshToken',
  ],
  ...['secret', 'client_secret', 'clientSecret', 'code_verifier', 'codeVerifier'],
]

const blot = () => '[Redacted]'

/** Members of a log line are looked into this deep, as in `{ req: { headers: { cookie } } }`. */
const depth = 2

/**
 * Options of pino that keep out of the log what must never be read there. Nothing logs headers,
 * queries or bodies; this is for the day somebody does.
 *
 * Not pino's `redact`: with names that may stand anywhere, that costs twice as much as answering
 * the request. This costs next to nothing for lines that hold no objects.
 */
export const redaction: Pick<LoggerOptions, 'serializers' | 'formatters'> = {
  serializers: {
    ...Object.fromEntries(names.map(name => [name, blot])),
    err: (error: unknown) => cleanError(error as Error, depth),
  },
  formatters: { log: fields => withoutSecrets(fields, depth) },
}

/**
 * The object itself, or a copy of it that tells less.
 *
 * @param levels how deep to look into its members
 */
function withoutSecrets<O extends object>(object: O, levels: number, isForm = false): O {
  let copy: O | undefined
  for (const name in object) {
    const value = object[name]
    const clean = cleanMember(name, value, levels, isForm)
    if (clean === value) continue
    copy ??= { ...object }
    copy[name] = clean as typeof value
  }
  return copy ?? object
}

function cleanMember(name: string, value: unknown, levels: number, isForm: boolean): unknown {
  // Elsewhere that is the code of an error.
  if (isSecret(name) || (isForm && name === 'code')) return blot()
  if (levels === 0 || typeof value !== 'object' || value === null) return value
  if (!(value instanceof Error))
    return withoutSecrets(value, levels - 1, /^(query|body)$/.test(name))
  // Left to the serializer of that name, which tells the kind of an error.
  return name === 'err' && levels === depth ? value : cleanError(value, levels - 1)
}

function cleanError(error: Error, levels: number): object {
  return withoutSecrets(pino.stdSerializers.err(error), levels)
}
