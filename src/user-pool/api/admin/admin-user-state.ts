import { Type } from 'typebox'
import type { Account } from '../../accounts/account.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { adminOperation } from '../../protocol/operation.ts'
import { password, username } from '../../protocol/shapes.ts'
import { findUser } from '../users.ts'

/** An operation on one user that answers nothing. */
const onUser = (work: (pool: PoolParts, account: Account) => Promise<void>) =>
  adminOperation({ Username: username }, async (pool, { Username }) => {
    await work(pool, findUser(pool, Username))
    return {}
  })

export const adminConfirmSignUp = onUser((pool, account) => pool.accounts.confirm(account))

export const adminResetUserPassword = onUser((pool, account) => pool.accounts.forceReset(account))

export const adminEnableUser = onUser((pool, account) => {
  account.enabled = true
  return pool.book.save(account)
})

/** What was issued before stays revoked when the user is enabled again. */
export const adminDisableUser = onUser(async (pool, account) => {
  account.enabled = false
  await pool.book.save(account)
  await pool.signIns.revokeAllOf(account.sub)
})

export const adminUserGlobalSignOut = onUser((pool, account) =>
  pool.signIns.revokeAllOf(account.sub),
)

export const adminSetUserPassword = adminOperation(
  { Username: username, Password: password, Permanent: Type.Optional(Type.Boolean()) },
  async (pool, { Username, Password, Permanent = false }) => {
    const status = Permanent ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD'
    await pool.accounts.setPassword(findUser(pool, Username), Password, status)
    return {}
  },
)
