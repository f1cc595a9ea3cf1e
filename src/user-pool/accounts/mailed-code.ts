import { randomInt } from 'node:crypto'
import { isSame } from '../constant-time.ts'
import { CognitoError } from './cognito-error.ts'

/** A code of six digits that was mailed to a user. */
export interface MailedCode {
  readonly code: string
  /** Seconds since 1970. */
  readonly expiresAt: number
  /** Wrong ones entered since. */
  attempts: number
}

const maximumAttempts = 5

/** @param lifetime seconds: Cognito's codes are good for 24 hours at sign-up, 1 hour for a reset */
export function newMailedCode(now: number, lifetime: number): MailedCode {
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  return { code, expiresAt: now + lifetime, attempts: 0 }
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
