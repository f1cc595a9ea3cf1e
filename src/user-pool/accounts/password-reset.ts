import type { Account } from './account.ts'
import { checkPassword, combinationNotFound } from './authentication.ts'
import { CognitoError } from './cognito-error.ts'
import { makeCredentials } from './credentials.ts'
import { madeUpDestination, masked } from './destination.ts'
import type { MailLimit } from './mail-limit.ts'
import { checkMailedCode, mailCode } from './mailed-code.ts'
import type { AccountSources } from './sources.ts'

export interface ResetRequest {
  /** Absent where no code was sent. */
  readonly sub?: string
  /** Where it went, masked. */
  readonly destination: string
}

export interface PasswordReset {
  /** @throws CognitoError where the address is not verified, or the password only temporary */
  readonly sendResetCode: (account: Account) => Promise<void>
  /**
   * Sends a code to the user with this name.
   *
   * @param hideUsers whether an unknown user gets an answer like the others, and no mail
   * @throws CognitoError UserNotFoundException, or as `sendResetCode`, unless users are hidden
   */
  readonly requestReset: (signInName: string, hideUsers: boolean) => Promise<ResetRequest>
  /** Sets a new password by the mailed code. @throws CognitoError */
  readonly resetPassword: (account: Account, code: string, password: string) => Promise<void>
}

export function createPasswordReset(sources: AccountSources, mailLimit: MailLimit): PasswordReset {
  const { book, configuration, userPoolId, scryptCost } = sources
  const now = () => Math.floor(sources.now())

  async function sendResetCode(account: Account): Promise<void> {
    requireResettable(account)
    mailLimit.take(account.sub)
    await mailCode(account, 'resetCode', sources)
  }

  return {
    sendResetCode,
    requestReset: async (signInName, hideUsers) => {
      const account = book.find(signInName)
      try {
        if (account === undefined) throw combinationNotFound()
        await sendResetCode(account)
        return { sub: account.sub, destination: masked(account.attributes.email as string) }
      } catch (error) {
        if (!(hideUsers && error instanceof CognitoError)) throw error
        const { email } = account?.attributes ?? {}
        return { destination: email === undefined ? madeUpDestination(signInName) : masked(email) }
      }
    },
    resetPassword: async (account, code, password) => {
      checkPassword(password, configuration.passwordPolicy)
      checkMailedCode(account.resetCode, code, now())
      const { username } = account
      account.credentials = await makeCredentials({ userPoolId, username, password, scryptCost })
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
