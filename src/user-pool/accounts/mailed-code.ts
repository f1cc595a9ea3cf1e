import { randomInt } from 'node:crypto'
import { isSame } from '../constant-time.ts'
import type { Account } from './account.ts'
import { CognitoError } from './cognito-error.ts'
import type { AccountSources } from './sources.ts'

/** A code of six digits that was mailed to a user. */
export interface MailedCode {
  readonly code: string
  /** Seconds since 1970. */
  readonly expiresAt: number
  /** Wrong ones entered since. */
  attempts: number
}

const maximumAttempts = 5

/** Which code a user is waiting for, as the account has it. */
type Purpose = 'confirmationCode' | 'emailCode' | 'resetCode'

const subjects: Readonly<Record<Purpose, string>> = {
  confirmationCode: 'Your confirmation code is',
  emailCode: 'Your verification code is',
  resetCode: 'Your password reset code is',
}

/** Seconds, as Cognito's. */
const lifetimes: Readonly<Record<Purpose, number>> = {
  confirmationCode: 24 * 3600,
  emailCode: 24 * 3600,
  resetCode: 3600,
}

/** Mails a new code to the user, which takes the place of an earlier one. */
export async function mailCode(
  account: Account,
  purpose: Purpose,
  { book, inbox, now }: AccountSources,
): Promise<void> {
  const sentAt = Math.floor(now())
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  account[purpose] = { code, expiresAt: sentAt + lifetimes[purpose], attempts: 0 }
  await book.save(account)
  const to = account.attributes.email as string
  inbox.deliver({ sentAt, to, subject: subjects[purpose], code })
}

/** Counts a wrong one, so that a code cannot be found by trying. @throws CognitoError */
export function checkMailedCode(
  expected: MailedCode | undefined,
  given: string,
  now: number,
): void {
  if (expected === undefined || expected.expiresAt <= now) throw expired()
  if (expected.attempts >= maximumAttempts) throw attemptLimitExceeded()
  if (!isSame(given.trim(), expected.code)) {
    expected.attempts += 1
    throw mismatch()
  }
}

export function mismatch(): CognitoError {
  return new CognitoError(
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  )
}

export function expired(): CognitoError {
  return new CognitoError(
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  )
}

export function attemptLimitExceeded(): CognitoError {
  return new CognitoError(
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
  )
}
