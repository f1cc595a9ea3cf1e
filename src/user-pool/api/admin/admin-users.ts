import { Type } from 'typebox'
import { adminOperation } from '../../protocol/operation.ts'
import { pageOf } from '../../protocol/page-of.ts'
import {
  attributeNames,
  attributes,
  limit,
  nextToken,
  password,
  username,
} from '../../protocol/shapes.ts'
import { mfaSettings } from '../account/software-token.ts'
import { fromList } from '../attribute-list.ts'
import { attributesOf, describeUser, findUser, userEntry } from '../users.ts'
import { userFilter } from './user-filter.ts'

const user = { Username: username }

export const adminCreateUser = adminOperation(
  {
    ...user,
    UserAttributes: Type.Optional(attributes),
    TemporaryPassword: Type.Optional(password),
    MessageAction: Type.Optional(Type.Enum(['RESEND', 'SUPPRESS'])),
  },
  async (pool, { Username, UserAttributes = [], TemporaryPassword, MessageAction }) => {
    if (MessageAction === 'RESEND') {
      const account = findUser(pool, Username)
      await pool.accounts.inviteAgain(account, TemporaryPassword)
      return { User: userEntry(account) }
    }
    const account = await pool.accounts.createUser({
      username: Username,
      attributes: fromList(UserAttributes),
      temporaryPassword: TemporaryPassword,
      isInvited: MessageAction !== 'SUPPRESS',
    })
    return { User: userEntry(account) }
  },
)

export const adminGetUser = adminOperation(user, async (pool, { Username }) => {
  const account = findUser(pool, Username)
  return {
    ...describeUser(account),
    UserAttributes: attributesOf(account),
    ...mfaSettings(account),
  }
})

export const adminDeleteUser = adminOperation(user, async (pool, { Username }) => {
  const account = findUser(pool, Username)
  await pool.book.remove(account)
  await pool.signIns.revokeAllOf(account.sub)
  return {}
})

export const adminUpdateUserAttributes = adminOperation(
  { ...user, UserAttributes: attributes },
  async (pool, { Username, UserAttributes }) => {
    const account = findUser(pool, Username)
    await pool.accounts.changeAttributes(account, fromList(UserAttributes), 'administrator')
    return {}
  },
)

export const adminDeleteUserAttributes = adminOperation(
  { ...user, UserAttributeNames: attributeNames },
  async (pool, { Username, UserAttributeNames }) => {
    await pool.accounts.deleteAttributes(findUser(pool, Username), UserAttributeNames)
    return {}
  },
)

export const listUsers = adminOperation(
  {
    AttributesToGet: Type.Optional(attributeNames),
    Limit: limit,
    PaginationToken: nextToken,
    Filter: Type.Optional(Type.String({ maxLength: 256 })),
  },
  async (pool, { AttributesToGet, Limit, PaginationToken, Filter = '' }) => {
    const matches = pool.book.accounts().filter(userFilter(Filter))
    const { page, next } = pageOf(matches, Limit, PaginationToken)
    return {
      Users: page.map(account => userEntry(account, AttributesToGet)),
      PaginationToken: next,
    }
  },
)
