import type { Configuration } from '../configuration.ts'
import type { AccountBook } from './account-book.ts'
import { createAuthentication } from './authentication.ts'
import type { Inbox } from './inbox.ts'
import { createLockout } from './lockout.ts'
import { createPasswordReset } from './password-reset.ts'
import { createRegistration } from './registration.ts'

/** What the operations on accounts stand on. */
export interface AccountSources {
  readonly book: AccountBook
  readonly configuration: Configuration
  readonly userPoolId: string
  readonly inbox: Inbox
  /** Seconds since 1970, not rounded. */
  readonly now: () => number
}

export type Accounts = ReturnType<typeof createAccounts>

/**
 * What users can do with their accounts, for the hosted pages and for the JSON API alike. Refusals
 * are `CognitoError`s.
 */
export function createAccounts(sources: AccountSources) {
  return {
    ...createAuthentication(sources, createLockout(sources.now)),
    ...createRegistration(sources),
    ...createPasswordReset(sources),
  }
}
