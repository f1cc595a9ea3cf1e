import { createHash, randomUUID } from 'node:crypto'
import type { Configuration, UserConfiguration } from '../configuration/configuration.ts'
import type { DerivedIds } from '../keys/derived-ids.ts'
import type { Store } from '../state/store.ts'
import { type Account, type StoredAccount, toUser, type User } from './account.ts'

/** Every user of the pool: the configured ones and those who came later. */
export interface AccountBook {
  readonly users: () => readonly User[]
  /** The same, as they are remembered. */
  readonly accounts: () => readonly Account[]
  /** By what people type to sign in, in any case of letters; by `sub` where that is the username. */
  readonly find: (signInName: string) => Account | undefined
  readonly findBySub: (sub: string) => Account | undefined
  /**
   * Takes the name at once, so that nobody else can; not remembered before it is saved. Where
   * sign-in is by email, the username given does not count: it is the `sub`.
   */
  readonly add: (account: NewAccount) => Account
  /** Resolves when the account as it is now is remembered. */
  readonly save: (account: Account) => Promise<void>
  /** Forgets an account; a configured one stays away until its configuration is edited. */
  readonly remove: (account: Account) => Promise<void>
}

export interface NewAccount extends Pick<Account, 'attributes' | 'groups' | 'status'> {
  readonly username: string
}

interface Sources {
  readonly configuration: Configuration
  readonly ids: DerivedIds
  readonly store: Store
  /** Seconds since 1970. */
  readonly now: () => number
}

export function createAccountBook({ configuration, ids, store, now }: Sources): AccountBook {
  const { signInWith } = configuration
  const { users: stored, deletedUsers } = store.state
  const accounts = new Map<string, Account>()

  for (const user of configuration.users) {
    const account = configuredAccount(user, ids.sub(user.email), configuration, now())
    if (deletedUsers[account.sub] === account.configuredAs) continue
    const known = stored[account.sub]
    // A user whose configuration was changed since is the configured one again.
    const isSame = known !== undefined && known.configuredAs === account.configuredAs
    accounts.set(account.sub, isSame ? remembered(account, known) : account)
  }
  for (const account of Object.values(stored)) {
    if (account.configuredAs === undefined) accounts.set(account.sub, account)
  }

  return {
    users: () => [...accounts.values()].map(toUser),
    accounts: () => [...accounts.values()],
    find: signInName => {
      const wanted = signInName.trim().toLowerCase()
      return [...accounts.values()].find(({ username, attributes }) => {
        const names = signInWith === 'email' ? [attributes.email, username] : [username]
        return names.some(name => name?.toLowerCase() === wanted)
      })
    },
    findBySub: sub => accounts.get(sub),
    add: ({ username, ...account }) => {
      const sub = randomUUID()
      const time = { createdAt: now(), updatedAt: now() }
      const name = signInWith === 'email' ? sub : username
      const added: Account = { sub, username: name, enabled: true, ...time, ...account }
      accounts.set(sub, added)
      return added
    },
    save: account => {
      account.updatedAt = now()
      const { password, ...rest } = account
      stored[account.sub] = rest
      return store.save()
    },
    remove: ({ sub, configuredAs }) => {
      accounts.delete(sub)
      delete stored[sub]
      if (configuredAs !== undefined) deletedUsers[sub] = configuredAs
      return store.save()
    },
  }
}

function configuredAccount(
  user: UserConfiguration,
  sub: string,
  { signInWith }: Configuration,
  now: number,
): Account {
  const { email, username = sub, password, groups = [], attributes = {} } = user
  return {
    sub,
    username: signInWith === 'email' ? sub : username,
    attributes: { email_verified: 'true', ...attributes, email },
    groups,
    status: user.status ?? 'CONFIRMED',
    enabled: user.enabled ?? true,
    createdAt: now,
    updatedAt: now,
    password,
    configuredAs: createHash('sha256').update(JSON.stringify(user)).digest('base64url'),
  }
}

function remembered(configured: Account, known: StoredAccount): Account {
  const account = { ...configured, ...known }
  // It was changed, so the configured one is no longer it.
  if (known.credentials !== undefined) delete account.password
  return account
}
