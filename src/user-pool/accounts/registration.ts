import type { Account } from './account.ts'
import { mustBeEmail } from './attributes.ts'
import { checkPassword } from './authentication.ts'
import { CognitoError } from './cognito-error.ts'
import { makeCredentials } from './credentials.ts'
import type { MailLimit } from './mail-limit.ts'
import { checkMailedCode, mailCode } from './mailed-code.ts'
import type { AccountSources } from './sources.ts'

export interface SignUp {
  /** Does not count where sign-in is by email. */
  readonly username: string
  readonly password: string
  /** `email` has to be among them. */
  readonly attributes: Readonly<Record<string, string>>
}

export interface Registration {
  /** Adds an unconfirmed user and mails the code. @throws CognitoError */
  readonly signUp: (request: SignUp) => Promise<Account>
  /** @throws CognitoError LimitExceededException */
  readonly sendConfirmationCode: (account: Account) => Promise<void>
  /** @throws CognitoError CodeMismatchException, ExpiredCodeException, LimitExceededException */
  readonly confirmSignUp: (account: Account, code: string) => Promise<void>
}

export function createRegistration(sources: AccountSources, mailLimit: MailLimit): Registration {
  const { book, configuration, userPoolId, scryptCost } = sources
  const now = () => Math.floor(sources.now())

  async function sendConfirmationCode(account: Account): Promise<void> {
    mailLimit.take(account.sub)
    await mailCode(account, 'confirmationCode', sources)
  }

  /** By name: a second one waits, so that it finds an account that is whole. */
  const underWay = new Map<string, Promise<unknown>>()

  async function add(signInName: string, password: string, attributes: SignUp['attributes']) {
    if (book.find(signInName) !== undefined) throw userExists(configuration.signInWith)
    const account = book.add({
      username: signInName,
      attributes,
      groups: [],
      status: 'UNCONFIRMED',
    })
    account.credentials = await makeCredentials({
      userPoolId,
      username: account.username,
      password,
      scryptCost,
    })
    await sendConfirmationCode(account)
    return account
  }

  return {
    sendConfirmationCode,
    signUp: async ({ username, password, attributes }) => {
      if (!configuration.selfSignUp) {
        throw new CognitoError(
          'NotAuthorizedException',
          'SignUp is not permitted for this user pool',
        )
      }
      const email = mustBeEmail(attributes.email)
      const signInName = configuration.signInWith === 'email' ? email : username.trim()
      checkUsername(signInName)
      checkPassword(password, configuration.passwordPolicy)
      const name = signInName.toLowerCase()
      await underWay.get(name)
      const added = add(signInName, password, { ...attributes, email, email_verified: 'false' })
      underWay.set(
        name,
        added.catch(() => {}).finally(() => underWay.delete(name)),
      )
      return added
    },
    confirmSignUp: async (account, code) => {
      mustBeUnconfirmed(account)
      checkMailedCode(account.confirmationCode, code, now())
      account.status = 'CONFIRMED'
      account.attributes = { ...account.attributes, email_verified: 'true' }
      delete account.confirmationCode
      await book.save(account)
    },
  }
}

/** @throws CognitoError NotAuthorizedException */
export function mustBeUnconfirmed({ status }: Account): void {
  if (status === 'UNCONFIRMED') return
  throw new CognitoError(
    'NotAuthorizedException',
    `User cannot be confirmed. Current status is ${status}`,
  )
}

/** Cognito: 1 to 128 characters, of which none is a space or a control character. */
function checkUsername(username: string): void {
  if (username === '') {
    throw new CognitoError('InvalidParameterException', 'Username should not be empty.')
  }
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(username)) {
    throw new CognitoError(
      'InvalidParameterException',
      'Username should be 1 to 128 characters, without spaces.',
    )
  }
}

function userExists(signInWith: 'email' | 'username'): CognitoError {
  return new CognitoError(
    'UsernameExistsException',
    signInWith === 'email'
      ? 'An account with the given email already exists.'
      : 'User already exists',
  )
}
