import type { Account } from './account.ts'
import type { AccountSources } from './accounts.ts'
import { checkPassword } from './authentication.ts'
import { CognitoError } from './cognito-error.ts'
import { makeCredentials } from './credentials.ts'
import { checkMailedCode, newMailedCode } from './mailed-code.ts'

export interface PasswordReset {
  /** @throws CognitoError where the address is not verified, or the password only temporary */
  readonly sendResetCode: (account: Account) => Promise<void>
  /** Sets a new password by the mailed code. @throws CognitoError */
  readonly resetPassword: (account: Account, code: string, password: string) => Promise<void>
}

const codeLifetime = 3600

export function createPasswordReset(sources: AccountSources): PasswordReset {
  const { book, configuration, userPoolId, inbox } = sources
  const now = () => Math.floor(sources.now())
  return {
    sendResetCode: async account => {
      requireResettable(account)
      const mailed = newMailedCode(now(), codeLifetime)
      account.resetCode = mailed
      await book.save(account)
      const to = account.attributes.email as string
      inbox.deliver({
        sentAt: now(),
        to,
        subject: 'Your password reset code is',
        code: mailed.code,
      })
    },
    resetPassword: async (account, code, password) => {
      checkPassword(password, configuration.passwordPolicy)
      checkMailedCode(account.resetCode, code, now())
      const { username } = account
      account.credentials = await makeCredentials({ userPoolId, username, password })
      delete account.password
      delete account.resetCode
      account.status = 'CONFIRMED'
      await book.save(account)
    },
  }
}

function requireResettable({ enabled, status, attributes }: Account): void {
  if (!enabled) throw new CognitoError('NotAuthorizedException', 'User is disabled.')
  if (status === 'FORCE_CHANGE_PASSWORD') {
    throw new CognitoError(
      'NotAuthorizedException',
      'User password cannot be reset in the current state.',
    )
  }
  if (attributes.email_verified !== 'true') {
    throw new CognitoError(
      'InvalidParameterException',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    )
  }
}
