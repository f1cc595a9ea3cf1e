import type { Account } from '../accounts/account.ts'
import { userNotFound } from '../accounts/authentication.ts'
import type { PoolParts } from '../pool-parts.ts'
import { toList } from './attribute-list.ts'

/** @throws CognitoError UserNotFoundException: nothing is hidden from an administrator */
export function findUser({ book }: PoolParts, username: string): Account {
  const account = book.find(username) ?? book.findBySub(username)
  if (account === undefined) throw userNotFound()
  return account
}

/** A user in a list. @param names of the attributes to give. Default: all */
export function userEntry(account: Account, names?: readonly string[]): object {
  return { ...describeUser(account), Attributes: attributesOf(account, names) }
}

/** What the pool says of a user beside the attributes. Times are seconds since 1970. */
export function describeUser({ username, enabled, status, createdAt, updatedAt }: Account): object {
  return {
    Username: username,
    Enabled: enabled,
    UserStatus: status,
    UserCreateDate: createdAt,
    UserLastModifiedDate: updatedAt,
  }
}

export function attributesOf({ sub, attributes }: Account, names?: readonly string[]) {
  return toList({ sub, ...attributes }).filter(({ Name }) => names?.includes(Name) ?? true)
}
