import { adminOperation } from '../../protocol/operation.ts'
import { pageOf } from '../../protocol/page-of.ts'
import { groupName, limit, nextToken, username } from '../../protocol/shapes.ts'
import { findUser, userEntry } from '../users.ts'
import { describeGroup, findGroup } from './groups.ts'

const membership = { Username: username, GroupName: groupName }

export const adminAddUserToGroup = adminOperation(
  membership,
  async (pool, { Username, GroupName }) => {
    const account = findUser(pool, Username)
    findGroup(pool, GroupName)
    account.groups = [...new Set([...account.groups, GroupName])]
    await pool.book.save(account)
    return {}
  },
)

export const adminRemoveUserFromGroup = adminOperation(
  membership,
  async (pool, { Username, GroupName }) => {
    const account = findUser(pool, Username)
    findGroup(pool, GroupName)
    account.groups = account.groups.filter(name => name !== GroupName)
    await pool.book.save(account)
    return {}
  },
)

export const adminListGroupsForUser = adminOperation(
  { Username: username, Limit: limit, NextToken: nextToken },
  (pool, { Username, Limit, NextToken }) => {
    const { groups } = findUser(pool, Username)
    const own = pool.directory.groups.filter(({ name }) => groups.includes(name))
    const { page, next } = pageOf(own, Limit, NextToken)
    return { Groups: page.map(group => describeGroup(pool, group)), NextToken: next }
  },
)

export const listUsersInGroup = adminOperation(
  { GroupName: groupName, Limit: limit, NextToken: nextToken },
  (pool, { GroupName, Limit, NextToken }) => {
    findGroup(pool, GroupName)
    const members = pool.book.accounts().filter(({ groups }) => groups.includes(GroupName))
    const { page, next } = pageOf(members, Limit, NextToken)
    return { Users: page.map(account => userEntry(account)), NextToken: next }
  },
)
