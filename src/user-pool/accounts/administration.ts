import { randomBytes } from 'node:crypto'
import type { Account } from './account.ts'
import { type AttributeChanges, didNotConform } from './attribute-changes.ts'
import { mustBeEmail, usernameMustBeEmail } from './attributes.ts'
import type { Authentication } from './authentication.ts'
import { checkPassword } from './authentication.ts'
import { CognitoError } from './cognito-error.ts'
import { mustBeUnconfirmed } from './registration.ts'
import type { AccountSources } from './sources.ts'

export interface NewUser {
  /** The address where sign-in is by email. */
  readonly username: string
  readonly attributes: Readonly<Record<string, string>>
  /** Default: a random one. */
  readonly temporaryPassword?: string | undefined
  /** Whether the user is told of it by mail. */
  readonly isInvited: boolean
}

export interface Administration {
  /** Adds a user who has to choose a password at the first sign-in. @throws CognitoError */
  readonly createUser: (user: NewUser) => Promise<Account>
  /** Mails another temporary password. @throws CognitoError UnsupportedUserStateException */
  readonly inviteAgain: (account: Account, temporaryPassword: string | undefined) => Promise<void>
  /** Confirms a user who signed up, without the code. @throws CognitoError NotAuthorizedException */
  readonly confirm: (account: Account) => Promise<void>
  /** Mails a code, without which the user cannot sign in any more. @throws CognitoError */
  readonly forceReset: (account: Account) => Promise<void>
}

export function createAdministration(
  { book, configuration, inbox, now }: AccountSources,
  { setPassword }: Authentication,
  { checkAttributes }: AttributeChanges,
  sendResetCode: (account: Account) => Promise<void>,
): Administration {
  async function invite(account: Account, password: string): Promise<void> {
    await setPassword(account, password, 'FORCE_CHANGE_PASSWORD')
    inbox.deliver({
      sentAt: Math.floor(now()),
      to: account.attributes.email as string,
      subject: 'Your temporary password is',
      code: password,
      isSecret: true,
    })
  }

  return {
    createUser: async ({ username, attributes, temporaryPassword, isInvited }) => {
      const isEmail = configuration.signInWith === 'email'
      if (isEmail) usernameMustBeEmail(username)
      const address = attributes.email ?? (isEmail ? username : undefined)
      if (address === undefined) throw didNotConform('email: The attribute is required')
      const email = mustBeEmail(address)
      const given = { email_verified: 'false', ...attributes, email }
      checkAttributes(undefined, given, 'administrator')
      const password = temporaryPassword ?? makePassword(configuration.passwordPolicy.minimumLength)
      checkPassword(password, configuration.passwordPolicy)
      const isTaken = [username, ...(isEmail ? [email] : [])].some(name => book.find(name))
      if (isTaken) {
        throw new CognitoError('UsernameExistsException', 'User account already exists')
      }
      const status = 'FORCE_CHANGE_PASSWORD'
      const account = book.add({ username, attributes: given, groups: [], status })
      if (isInvited) await invite(account, password)
      else await setPassword(account, password, status)
      return account
    },
    inviteAgain: async (account, temporaryPassword) => {
      if (account.status !== 'FORCE_CHANGE_PASSWORD') {
        throw new CognitoError(
          'UnsupportedUserStateException',
          `Resend not possible. User status is ${account.status}`,
        )
      }
      const { minimumLength } = configuration.passwordPolicy
      await invite(account, temporaryPassword ?? makePassword(minimumLength))
    },
    confirm: async account => {
      mustBeUnconfirmed(account)
      account.status = 'CONFIRMED'
      delete account.confirmationCode
      await book.save(account)
    },
    forceReset: async account => {
      await sendResetCode(account)
      account.status = 'RESET_REQUIRED'
      await book.save(account)
    },
  }
}

/** One of every kind of character, so that it suits every policy. */
function makePassword(minimumLength: number): string {
  return `Aa1!${randomBytes(96).toString('base64url').slice(0, Math.max(minimumLength, 12))}`
}
