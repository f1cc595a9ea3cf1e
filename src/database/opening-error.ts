import { Problem } from '../problem/problem.ts'
import { adviceOn } from './opening-advice.ts'

/** A database that cannot be used. The message is one line for the operator, without password. */
export class DatabaseOpeningError extends Error {
  constructor(message: string, cause: unknown) {
    super(message, { cause })
    this.name = 'DatabaseOpeningError'
  }
}

/** Puts what kept a database from being opened into one line. */
export function openingError(url: string, error: unknown): DatabaseOpeningError {
  const cause = error instanceof Problem ? error.cause : error
  const { code, message } = cause as NodeJS.ErrnoException
  const wrong = adviceOn(code, message) ?? firstLine(message)
  return new DatabaseOpeningError(
    `DATABASE_URL=${withoutSecrets(url)} cannot be opened: ${wrong}.`,
    cause,
  )
}

/** `postgres://host:5432/name`: user, password and parameters stay out of messages and logs. */
function withoutSecrets(url: string): string {
  if (/^file:|^[^:]*$/.test(url)) return url
  const { protocol, host, pathname, search, hash } = new URL(URL.canParse(url) ? url : 'postgres:')
  // With an @ left over, part of a password was taken for something else.
  if (host === '' || `${pathname}${search}${hash}`.includes('@')) return `${protocol}...`
  return `${protocol}//${host}${pathname}`
}

function firstLine(text: string): string {
  return text.replace(/\.?(\n.*)?$/s, '')
}
