import { Type } from 'typebox'
import { CognitoError } from '../../accounts/cognito-error.ts'
import { masked } from '../../accounts/destination.ts'
import { attributeNames, attributes, code, password } from '../../protocol/shapes.ts'
import { fromList, toList } from '../attribute-list.ts'
import { userOperation } from './caller.ts'
import { mailTo } from './sign-up.ts'
import { mfaSettings } from './software-token.ts'

/** What users do with their own accounts, signed in. */
export const getUser = userOperation({}, async (pool, { account, clientId }) => {
  const { readAttributes } = pool.collections.clients.find(clientId) ?? {}
  const readable = Object.entries(account.attributes).filter(
    ([name]) => readAttributes?.includes(name) ?? true,
  )
  return {
    Username: account.username,
    UserAttributes: toList({ sub: account.sub, ...Object.fromEntries(readable) }),
    ...mfaSettings(account),
  }
})

export const updateUserAttributes = userOperation(
  { UserAttributes: attributes },
  async (pool, { account }, { UserAttributes }) => {
    const isMailed = await pool.accounts.changeAttributes(account, fromList(UserAttributes))
    const { email = '' } = account.attributes
    return { CodeDeliveryDetailsList: isMailed ? [mailTo(masked(email))] : [] }
  },
)

export const deleteUserAttributes = userOperation(
  { UserAttributeNames: attributeNames },
  async (pool, { account }, { UserAttributeNames }) => {
    await pool.accounts.deleteAttributes(account, UserAttributeNames)
    return {}
  },
)

const attributeName = { AttributeName: Type.String() }

export const getUserAttributeVerificationCode = userOperation(
  attributeName,
  async (pool, { account }, { AttributeName }) => {
    requireEmail(AttributeName)
    await pool.accounts.sendEmailCode(account)
    return { CodeDeliveryDetails: mailTo(masked(account.attributes.email as string)) }
  },
)

export const verifyUserAttribute = userOperation(
  { ...attributeName, Code: code },
  async (pool, { account }, { AttributeName, Code }) => {
    requireEmail(AttributeName)
    await pool.accounts.verifyEmail(account, Code)
    return {}
  },
)

export const changePassword = userOperation(
  { PreviousPassword: Type.Optional(password), ProposedPassword: password },
  async (pool, { account }, { PreviousPassword = '', ProposedPassword }) => {
    await pool.accounts.verifyPassword(account.username, PreviousPassword, true)
    await pool.accounts.setPassword(account, ProposedPassword)
    return {}
  },
)

export const deleteUser = userOperation({}, async (pool, { account }) => {
  await pool.book.remove(account)
  await pool.signIns.revokeAllOf(account.sub)
  return {}
})

export const globalSignOut = userOperation({}, async (pool, { account }) => {
  await pool.signIns.revokeAllOf(account.sub)
  return {}
})

/** This pool sends mails only. @throws CognitoError InvalidParameterException */
function requireEmail(name: string): void {
  if (name === 'email') return
  throw new CognitoError('InvalidParameterException', `Attribute ${name} can not be verified.`)
}
