import type { PasswordPolicy } from '../configuration.ts'
import type { Account } from './account.ts'
import type { AccountSources } from './accounts.ts'
import { CognitoError } from './cognito-error.ts'
import { type Credentials, isPassword, makeCredentials } from './credentials.ts'
import type { Lockout } from './lockout.ts'
import { passwordMistake } from './password-policy.ts'

export interface Authentication {
  /**
   * The account with this name and password, whatever its status.
   *
   * @param hideUsers whether an unknown user is refused like a wrong password
   * @throws CognitoError NotAuthorizedException or UserNotFoundException
   */
  readonly verifyPassword: (
    signInName: string,
    password: string,
    hideUsers: boolean,
  ) => Promise<Account>
  /** The verifiers of a user's password, made now where only the configured one is known. */
  readonly credentialsOf: (account: Account) => Promise<Credentials | undefined>
  /** Sets a password for good. @throws CognitoError InvalidPasswordException */
  readonly setPassword: (account: Account, password: string) => Promise<void>
}

export function createAuthentication(sources: AccountSources, lockout: Lockout): Authentication {
  const { book, configuration, userPoolId } = sources

  async function credentialsOf(account: Account): Promise<Credentials | undefined> {
    const { username, password } = account
    if (account.credentials === undefined && password !== undefined) {
      account.credentials = await makeCredentials({ userPoolId, username, password })
    }
    return account.credentials
  }

  return {
    credentialsOf,
    verifyPassword: async (signInName, password, hideUsers) => {
      const account = book.find(signInName)
      const lockedName = account?.sub ?? signInName.trim().toLowerCase()
      lockout.check(lockedName)
      const isRight = await isPassword(password, account && (await credentialsOf(account)))
      if (account === undefined && !hideUsers) {
        throw new CognitoError('UserNotFoundException', 'User does not exist.')
      }
      if (account === undefined || !isRight) {
        lockout.failed(lockedName)
        throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.')
      }
      lockout.succeeded(lockedName)
      if (!account.enabled) {
        throw new CognitoError('NotAuthorizedException', 'User is disabled.')
      }
      return account
    },
    setPassword: async (account, password) => {
      checkPassword(password, configuration.passwordPolicy)
      const { username } = account
      account.credentials = await makeCredentials({ userPoolId, username, password })
      delete account.password
      account.status = 'CONFIRMED'
      await book.save(account)
    },
  }
}

/** @throws CognitoError InvalidPasswordException */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const mistake = passwordMistake(password, policy)
  if (mistake !== undefined) throw new CognitoError('InvalidPasswordException', mistake)
}
