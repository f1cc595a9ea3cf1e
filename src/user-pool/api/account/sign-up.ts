import { Type } from 'typebox'
import type { Account } from '../../accounts/account.ts'
import { usernameMustBeEmail } from '../../accounts/attributes.ts'
import { combinationNotFound, mustBeEnabled } from '../../accounts/authentication.ts'
import { CognitoError } from '../../accounts/cognito-error.ts'
import { madeUpDestination, masked } from '../../accounts/destination.ts'
import { expired } from '../../accounts/mailed-code.ts'
import { operation } from '../../protocol/operation.ts'
import {
  attributes,
  clientId,
  code,
  password,
  secretHash,
  username,
} from '../../protocol/shapes.ts'
import { fromList } from '../attribute-list.ts'
import { checkSecretHash, findClient } from '../client.ts'

const common = { ClientId: clientId, Username: username, SecretHash: secretHash }

export const signUp = operation(
  Type.Object({ ...common, Password: password, UserAttributes: Type.Optional(attributes) }),
  async (pool, { ClientId, Username, SecretHash, Password, UserAttributes = [] }) => {
    checkSecretHash(findClient(pool, ClientId), Username, SecretHash)
    const given = fromList(UserAttributes)
    pool.accounts.checkAttributes(undefined, given)
    const isEmail = pool.configuration.signInWith === 'email'
    if (isEmail) usernameMustBeEmail(Username)
    // Where sign-in is by email the username is the address.
    const account = await pool.accounts.signUp({
      username: Username,
      password: Password,
      attributes: isEmail ? { email: Username, ...given } : given,
    })
    return {
      UserConfirmed: false,
      UserSub: account.sub,
      CodeDeliveryDetails: mailTo(masked(account.attributes.email as string)),
    }
  },
)

export const confirmSignUp = operation(
  Type.Object({ ...common, ConfirmationCode: code }),
  async (pool, { ClientId, Username, SecretHash, ConfirmationCode }) => {
    const client = findClient(pool, ClientId)
    checkSecretHash(client, Username, SecretHash)
    const account = pool.book.find(Username)
    if (account === undefined) {
      throw client.preventUserExistenceErrors ? expired() : combinationNotFound()
    }
    await pool.accounts.confirmSignUp(mustBeEnabled(account), ConfirmationCode)
    return {}
  },
)

export const resendConfirmationCode = operation(
  Type.Object(common),
  async (pool, { ClientId, Username, SecretHash }) => {
    const client = findClient(pool, ClientId)
    checkSecretHash(client, Username, SecretHash)
    const account = pool.book.find(Username)
    if (account === undefined) {
      if (!client.preventUserExistenceErrors) throw combinationNotFound()
      return { CodeDeliveryDetails: mailTo(madeUpDestination(Username)) }
    }
    requireUnconfirmed(account)
    await pool.accounts.sendConfirmationCode(account)
    return { CodeDeliveryDetails: mailTo(masked(account.attributes.email as string)) }
  },
)

/** Where a code was mailed to. @param destination masked */
export function mailTo(destination: string) {
  return { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: destination }
}

function requireUnconfirmed({ status }: Account): void {
  if (status === 'UNCONFIRMED') return
  throw new CognitoError('InvalidParameterException', 'User is already confirmed.')
}
