import type { Configuration } from '../configuration/configuration.ts'
import type { AccountBook } from './account-book.ts'
import type { Inbox } from './inbox.ts'

/** What the operations on accounts stand on. */
export interface AccountSources {
  readonly book: AccountBook
  readonly configuration: Configuration
  readonly userPoolId: string
  readonly scryptCost: number
  readonly inbox: Inbox
  /** Seconds since 1970, not rounded. */
  readonly now: () => number
  /** What a name that is nobody's is made to look like. */
  readonly stranger: (signInName: string) => { readonly sub: string; readonly salt: string }
}
