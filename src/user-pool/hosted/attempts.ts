import type { Account } from '../accounts/account.ts'
import { PageError } from '../oauth/authorization-error.ts'
import { readParameters } from '../oauth/parameters.ts'
import type { Notice } from '../pages/parts.ts'
import type { Attempt } from '../sessions/sessions.ts'
import type { PageRequest } from './pages.ts'

export interface CurrentAttempt extends Attempt {
  readonly id: string
  /** Absent where the name was of nobody. */
  readonly account: Account | undefined
}

interface UserAttempt extends CurrentAttempt {
  readonly account: Account
}

/** Begins a step that goes on at another page. @returns the id to go on with */
export function beginAttempt(
  { pool, browser, request, reply }: PageRequest,
  attempt: Omit<Attempt, 'csrfToken'>,
): string {
  return pool.sessions.attempts.add({ ...attempt, csrfToken: browser.csrfToken(request, reply) })
}

/** @returns nothing when it has run out, or began in another browser */
export function findAttempt(
  { pool, browser, request, reply }: PageRequest,
  step: Attempt['step'],
): CurrentAttempt | undefined {
  const id = readParameters(request.query).parameters.get('attempt') ?? ''
  const attempt = pool.sessions.attempts.get(id)
  if (attempt?.step !== step) return undefined
  if (attempt.csrfToken !== browser.csrfToken(request, reply)) return undefined
  const account = attempt.sub === undefined ? undefined : pool.book.findBySub(attempt.sub)
  return { ...attempt, id, account }
}

/** @throws PageError when it has run out, or began in another browser */
export function currentAttempt(page: PageRequest, step: Attempt['step']): CurrentAttempt {
  const attempt = findAttempt(page, step)
  if (attempt === undefined) throw new PageError('form_expired')
  return attempt
}

/** Has the next page of an attempt say something, once. */
export function sayNext({ pool }: PageRequest, id: string, message: string): void {
  const attempt = pool.sessions.attempts.get(id)
  if (attempt !== undefined) attempt.message = message
}

/** What the page of an attempt has to say; nothing where there is none. */
export function takeMessage({ pool }: PageRequest, id: string): Notice | undefined {
  const attempt = pool.sessions.attempts.get(id)
  const text = attempt?.message
  if (attempt !== undefined) attempt.message = undefined
  return text === undefined ? undefined : { kind: 'success', text }
}

/**
 * That of a step which only users come to.
 *
 * @throws PageError as `currentAttempt`, and when the user has been deleted since
 */
export function currentUserAttempt(page: PageRequest, step: Attempt['step']): UserAttempt {
  const { account, ...attempt } = currentAttempt(page, step)
  if (account === undefined) throw new PageError('form_expired')
  return { ...attempt, account }
}
