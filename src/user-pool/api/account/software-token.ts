import { Type } from 'typebox'
import type { Account } from '../../accounts/account.ts'
import { adminOperation } from '../../protocol/operation.ts'
import { username } from '../../protocol/shapes.ts'
import { findUser } from '../users.ts'
import { userOperation } from './caller.ts'

/** RFC 6238: the only second factor of this pool, as each user likes. */
export const associateSoftwareToken = userOperation({}, async (pool, { account }) => ({
  SecretCode: await pool.accounts.associateSoftwareToken(account),
}))

export const verifySoftwareToken = userOperation(
  {
    UserCode: Type.String({ minLength: 6, maxLength: 6, pattern: '^[0-9]+$' }),
    FriendlyDeviceName: Type.Optional(Type.String({ maxLength: 131_072 })),
  },
  async (pool, { account }, { UserCode, FriendlyDeviceName }) => {
    await pool.accounts.verifySoftwareToken(account, UserCode, FriendlyDeviceName)
    return { Status: 'SUCCESS' }
  },
)

const preference = {
  SoftwareTokenMfaSettings: Type.Optional(
    Type.Object({
      Enabled: Type.Optional(Type.Boolean()),
      PreferredMfa: Type.Optional(Type.Boolean()),
    }),
  ),
}

export const setUserMfaPreference = userOperation(
  preference,
  async (pool, { account }, { SoftwareTokenMfaSettings }) => {
    const { Enabled = false } = SoftwareTokenMfaSettings ?? {}
    await pool.accounts.preferSoftwareToken(account, Enabled)
    return {}
  },
)

export const adminSetUserMfaPreference = adminOperation(
  { Username: username, ...preference },
  async (pool, { Username, SoftwareTokenMfaSettings }) => {
    const { Enabled = false } = SoftwareTokenMfaSettings ?? {}
    await pool.accounts.preferSoftwareToken(findUser(pool, Username), Enabled)
    return {}
  },
)

/** Of a user's description; nothing where sign-ins ask for no code. */
export function mfaSettings({ softwareToken }: Account): object {
  if (!softwareToken?.enabled) return {}
  return { PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA', UserMFASettingList: ['SOFTWARE_TOKEN_MFA'] }
}
