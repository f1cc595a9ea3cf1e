import type { PasswordPolicy, UserStatus } from '../configuration/configuration.ts'
import { passwordMistake } from '../configuration/password-policy.ts'
import type { Account } from './account.ts'
import { CognitoError } from './cognito-error.ts'
import { type Credentials, isPassword, makeCredentials } from './credentials.ts'
import type { Lockout } from './lockout.ts'
import type { AccountSources } from './sources.ts'

export interface Authentication {
  /**
   * The account with this name, whatever its status, if its user has proven to be it. Failures
   * lead to the lockout.
   *
   * @param hideUsers whether an unknown user is refused like a wrong password
   * @param isProven asked for an unknown user too, so that the time does not tell
   * @throws CognitoError NotAuthorizedException or UserNotFoundException
   */
  readonly authenticate: (
    signInName: string,
    hideUsers: boolean,
    isProven: (account: Account | undefined) => boolean | Promise<boolean>,
  ) => Promise<Account>
  /** The same, proven by the password. */
  readonly verifyPassword: (
    signInName: string,
    password: string,
    hideUsers: boolean,
  ) => Promise<Account>
  /** The verifiers of a user's password, made now where only the configured one is known. */
  readonly credentialsOf: (account: Account) => Promise<Credentials | undefined>
  /**
   * Sets a password, for good unless told otherwise.
   *
   * @param status what the user is then. Default: `CONFIRMED`
   * @throws CognitoError InvalidPasswordException
   */
  readonly setPassword: (account: Account, password: string, status?: UserStatus) => Promise<void>
}

export function createAuthentication(sources: AccountSources, lockout: Lockout): Authentication {
  const { book, configuration, userPoolId, scryptCost } = sources

  async function credentialsOf(account: Account): Promise<Credentials | undefined> {
    const { username, password } = account
    if (account.credentials === undefined && password !== undefined) {
      account.credentials = await makeCredentials({ userPoolId, username, password, scryptCost })
    }
    return account.credentials
  }

  const authenticate: Authentication['authenticate'] = async (signInName, hideUsers, isProven) => {
    const account = book.find(signInName)
    // No user has a longer name, and names of nobody are kept in memory.
    const lockedName = account?.sub ?? signInName.trim().toLowerCase().slice(0, 128)
    lockout.check(lockedName)
    const isRight = await isProven(account)
    // Others may have failed meanwhile: many guesses at once are no way around the lockout.
    lockout.check(lockedName)
    if (account === undefined && !hideUsers) throw userNotFound()
    if (account === undefined || !isRight) {
      lockout.failed(lockedName)
      throw new CognitoError('NotAuthorizedException', 'Incorrect username or password.')
    }
    lockout.succeeded(lockedName)
    mustBeEnabled(account)
    return account
  }

  return {
    credentialsOf,
    authenticate,
    verifyPassword: (signInName, password, hideUsers) =>
      authenticate(signInName, hideUsers, account => isPassword(password, account, scryptCost)),
    setPassword: async (account, password, status = 'CONFIRMED') => {
      checkPassword(password, configuration.passwordPolicy)
      const { username } = account
      account.credentials = await makeCredentials({ userPoolId, username, password, scryptCost })
      delete account.password
      account.status = status
      await book.save(account)
    },
  }
}

/** @throws CognitoError InvalidPasswordException */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  const mistake = passwordMistake(password, policy)
  if (mistake !== undefined) throw new CognitoError('InvalidPasswordException', mistake)
}

export function userNotFound(): CognitoError {
  return new CognitoError('UserNotFoundException', 'User does not exist.')
}

/** What Cognito says of the same where an app client is named, too. */
export function combinationNotFound(): CognitoError {
  return new CognitoError('UserNotFoundException', 'Username/client id combination not found.')
}

/** For what may have happened to a user between two steps of a sign-in. */
export function mustBeEnabled(account: Account): Account {
  if (!account.enabled) throw userDisabled()
  return account
}

export function userDisabled(): CognitoError {
  return new CognitoError('NotAuthorizedException', 'User is disabled.')
}
