import type { AccountBook } from './accounts/account-book.ts'
import type { Accounts } from './accounts/accounts.ts'
import type { Inbox } from './accounts/inbox.ts'
import type { Configuration } from './configuration/configuration.ts'
import type { Addresses } from './directory/addresses.ts'
import type { Collections, Directory } from './directory/directory.ts'
import type { IdentityPool } from './identity/identity-pool.ts'
import type { KeyRing } from './keys/key-ring.ts'
import type { Sessions } from './sessions/sessions.ts'
import type { SignIns } from './sessions/sign-ins.ts'
import type { Store } from './state/store.ts'
import type { RefreshTokens } from './tokens/refresh-tokens.ts'
import type { Clock, TokenIssuer } from './tokens/token-issuer.ts'
import type { IssueUserTokens } from './tokens/user-tokens.ts'

/** The working parts of a pool, before it is known where it listens. */
export interface PoolParts {
  readonly configuration: Configuration
  readonly store: Store
  readonly directory: Directory
  /** What the directory lists, to be changed. */
  readonly collections: Collections
  readonly identityPool: IdentityPool
  readonly keys: KeyRing
  readonly clock: Clock
  readonly tokens: TokenIssuer
  readonly userTokens: IssueUserTokens
  readonly refreshTokens: RefreshTokens
  readonly signIns: SignIns
  readonly sessions: Sessions
  readonly book: AccountBook
  readonly accounts: Accounts
  readonly inbox: Inbox
  readonly log: (line: string) => void
  readonly addresses: () => Addresses
}
