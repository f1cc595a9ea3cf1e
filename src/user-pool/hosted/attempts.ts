import { createHash } from 'node:crypto'
import type { Account } from '../accounts/account.ts'
import { PageError } from '../oauth/authorization-error.ts'
import { readParameters } from '../oauth/parameters.ts'
import type { Attempt } from '../sessions/sessions.ts'
import type { PageRequest } from './pages.ts'

export interface CurrentAttempt extends Attempt {
  readonly id: string
  /** Absent where the name was of nobody. */
  readonly account: Account | undefined
}

/** Begins a step that goes on at another page. @returns the id to go on with */
export function beginAttempt(
  { pool, browser, request, reply }: PageRequest,
  attempt: Omit<Attempt, 'csrfToken'>,
): string {
  return pool.sessions.attempts.add({ ...attempt, csrfToken: browser.csrfToken(request, reply) })
}

/** @throws PageError when it has run out, or began in another browser */
export function currentAttempt(
  { pool, browser, request, reply }: PageRequest,
  step: Attempt['step'],
): CurrentAttempt {
  const id = readParameters(request.query).parameters.get('attempt') ?? ''
  const attempt = pool.sessions.attempts.get(id)
  if (attempt?.step !== step || attempt.csrfToken !== browser.csrfToken(request, reply)) {
    throw new PageError('form_expired')
  }
  const account = attempt.sub === undefined ? undefined : pool.book.findBySub(attempt.sub)
  return { ...attempt, id, account }
}

/** As Cognito: the first letters of both parts, so that one recognises an address one knows. */
export function masked(email: string): string {
  const [name = '', host = ''] = email.split('@')
  return `${name.slice(0, 1)}***@${host.slice(0, 1)}***`
}

/** What `masked` would show of an address, for a name that is nobody's; always the same for a name. */
export function madeUpDestination(name: string): string {
  if (name.includes('@')) return masked(name)
  const [one = 0, other = 0] = createHash('sha256').update(name).digest()
  const letter = (byte: number) => String.fromCharCode(97 + (byte % 26))
  return masked(`${letter(one)}@${letter(other)}`)
}
