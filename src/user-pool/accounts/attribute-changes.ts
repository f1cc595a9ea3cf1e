import { standardAttributes, valueMistake } from '../configuration/standard-attributes.ts'
import type { Account } from './account.ts'
import { mustBeEmail } from './attributes.ts'
import { CognitoError } from './cognito-error.ts'
import type { MailLimit } from './mail-limit.ts'
import { checkMailedCode, mailCode } from './mailed-code.ts'
import type { AccountSources } from './sources.ts'

type Attributes = Readonly<Record<string, string>>
type Changer = 'user' | 'administrator'

export interface AttributeChanges {
  /**
   * Whether attributes may be set.
   *
   * @param account absent for a user who is not there yet
   * @throws CognitoError InvalidParameterException, NotAuthorizedException, AliasExistsException
   */
  readonly checkAttributes: (
    account: Account | undefined,
    changes: Attributes,
    changer?: Changer,
  ) => void
  /**
   * Sets attributes, others stay. An address that a user changes has to be verified again: a code is
   * mailed there.
   *
   * @returns whether a code was mailed
   * @throws CognitoError as `checkAttributes`, LimitExceededException
   */
  readonly changeAttributes: (
    account: Account,
    changes: Attributes,
    changer?: Changer,
  ) => Promise<boolean>
  /** @throws CognitoError InvalidParameterException */
  readonly deleteAttributes: (account: Account, names: readonly string[]) => Promise<void>
  /** @throws CognitoError LimitExceededException */
  readonly sendEmailCode: (account: Account) => Promise<void>
  /** @throws CognitoError CodeMismatchException, ExpiredCodeException, LimitExceededException */
  readonly verifyEmail: (account: Account, code: string) => Promise<void>
}

/** What only the pool and its administrators say of a user. */
const verdicts = ['email_verified', 'phone_number_verified']

export function createAttributeChanges(
  sources: AccountSources,
  mailLimit: MailLimit,
): AttributeChanges {
  const { book, configuration } = sources
  const now = () => Math.floor(sources.now())

  const checkAttributes: AttributeChanges['checkAttributes'] = (
    account,
    changes,
    changer = 'user',
  ) => {
    for (const name of Object.keys(changes)) mustExist(name)
    if (changer === 'user' && verdicts.some(name => Object.hasOwn(changes, name))) {
      throw new CognitoError(
        'NotAuthorizedException',
        'A client attempted to write unauthorized attribute',
      )
    }
    for (const [name, value] of Object.entries(withoutBlank(changes))) mustBePossible(name, value)
    if (changes.email === undefined) return
    const owner = book.find(mustBeEmail(changes.email))
    const isTaken = configuration.signInWith === 'email' && owner !== undefined
    if (account !== undefined && isTaken && owner !== account) {
      throw new CognitoError(
        'AliasExistsException',
        'An account with the given email already exists.',
      )
    }
  }

  return {
    checkAttributes,
    changeAttributes: async (account, changes, changer = 'user') => {
      checkAttributes(account, changes, changer)
      const email = mustBeEmail(changes.email ?? account.attributes.email)
      const isMoved = email !== account.attributes.email
      const isToBeVerified = isMoved && changer === 'user'
      if (isToBeVerified) mailLimit.take(account.sub)
      account.attributes = withoutBlank({
        ...account.attributes,
        ...(isMoved && { email_verified: 'false' }),
        ...changes,
        email,
      })
      if (isToBeVerified) await mailCode(account, 'emailCode', sources)
      else await book.save(account)
      return isToBeVerified
    },
    deleteAttributes: async (account, names) => {
      for (const name of names) mustExist(name)
      if (names.includes('email')) {
        throw didNotConform('email: The attribute is required')
      }
      account.attributes = Object.fromEntries(
        Object.entries(account.attributes).filter(([name]) => !names.includes(name)),
      )
      await book.save(account)
    },
    sendEmailCode: async account => {
      mailLimit.take(account.sub)
      await mailCode(account, 'emailCode', sources)
    },
    verifyEmail: async (account, code) => {
      checkMailedCode(account.emailCode, code, now())
      delete account.emailCode
      account.attributes = { ...account.attributes, email_verified: 'true' }
      await book.save(account)
    },
  }
}

/**
 * "To delete an attribute from your user, submit the attribute in your API request with a blank value."
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateUserAttributes.html
 */
function withoutBlank(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== ''))
}

/** Custom attributes need no declaration here. @throws CognitoError InvalidParameterException */
function mustExist(name: string): void {
  if (standardAttributes.has(name) || /^custom:./.test(name)) return
  throw didNotConform(`${name}: Attribute does not exist in the schema.`)
}

/** @throws CognitoError InvalidParameterException */
function mustBePossible(name: string, value: string): void {
  const mistake = valueMistake(name, value)
  if (mistake !== undefined) throw new CognitoError('InvalidParameterException', mistake)
}

export function didNotConform(reason: string): CognitoError {
  return new CognitoError(
    'InvalidParameterException',
    `Attributes did not conform to the schema: ${reason}`,
  )
}
