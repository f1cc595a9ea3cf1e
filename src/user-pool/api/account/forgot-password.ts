import { Type } from 'typebox'
import { checkPassword, combinationNotFound, userDisabled } from '../../accounts/authentication.ts'
import { mismatch } from '../../accounts/mailed-code.ts'
import { operation } from '../../protocol/operation.ts'
import { clientId, code, password, secretHash, username } from '../../protocol/shapes.ts'
import { checkSecretHash, findClient } from '../client.ts'
import { mailTo } from './sign-up.ts'

const common = { ClientId: clientId, Username: username, SecretHash: secretHash }

export const forgotPassword = operation(
  Type.Object(common),
  async (pool, { ClientId, Username, SecretHash }) => {
    const client = findClient(pool, ClientId)
    checkSecretHash(client, Username, SecretHash)
    const hideUsers = client.preventUserExistenceErrors
    const { destination } = await pool.accounts.requestReset(Username, hideUsers)
    return { CodeDeliveryDetails: mailTo(destination) }
  },
)

export const confirmForgotPassword = operation(
  Type.Object({ ...common, ConfirmationCode: code, Password: password }),
  async (pool, { ClientId, Username, SecretHash, ConfirmationCode, Password }) => {
    const client = findClient(pool, ClientId)
    checkSecretHash(client, Username, SecretHash)
    const account = pool.book.find(Username)
    checkPassword(Password, pool.configuration.passwordPolicy)
    if (account === undefined) {
      throw client.preventUserExistenceErrors ? mismatch() : combinationNotFound()
    }
    if (!account.enabled) {
      throw client.preventUserExistenceErrors ? mismatch() : userDisabled()
    }
    await pool.accounts.resetPassword(account, ConfirmationCode, Password)
    return {}
  },
)
