import { Type } from 'typebox'
import { CognitoError } from '../../accounts/cognito-error.ts'
import type { GroupConfiguration } from '../../configuration/configuration.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { adminOperation } from '../../protocol/operation.ts'
import { pageOf } from '../../protocol/page-of.ts'
import { groupName, limit, nextToken } from '../../protocol/shapes.ts'

const group = { GroupName: groupName }
const members = {
  ...group,
  Description: Type.Optional(Type.String({ maxLength: 2048 })),
  RoleArn: Type.Optional(
    Type.String({
      minLength: 20,
      maxLength: 2048,
      pattern: '^arn:[\\w+=/,.@-]+:[\\w+=/,.@-]+:[\\w+=/,.@-]*:[0-9]*:[\\w+=/,.@:-]+$',
    }),
  ),
  Precedence: Type.Optional(Type.Integer({ minimum: 0 })),
}

export const createGroup = adminOperation(members, async (pool, input) => {
  const { groups } = pool.collections
  if (groups.find(input.GroupName) !== undefined) {
    throw new CognitoError('GroupExistsException', 'A group with the name already exists.')
  }
  const created = changed({ name: input.GroupName, description: '' }, input)
  await groups.put(created)
  return { Group: describeGroup(pool, created) }
})

export const updateGroup = adminOperation(members, async (pool, input) => {
  const updated = changed(findGroup(pool, input.GroupName), input)
  await pool.collections.groups.put(updated)
  return { Group: describeGroup(pool, updated) }
})

export const getGroup = adminOperation(group, (pool, { GroupName }) => ({
  Group: describeGroup(pool, findGroup(pool, GroupName)),
}))

export const listGroups = adminOperation(
  { Limit: limit, NextToken: nextToken },
  (pool, { Limit, NextToken }) => {
    const { page, next } = pageOf(pool.directory.groups, Limit, NextToken)
    return { Groups: page.map(item => describeGroup(pool, item)), NextToken: next }
  },
)

/** Its users stay, without it. */
export const deleteGroup = adminOperation(group, async (pool, { GroupName }) => {
  findGroup(pool, GroupName)
  for (const account of pool.book.accounts()) {
    if (!account.groups.includes(GroupName)) continue
    account.groups = account.groups.filter(name => name !== GroupName)
    await pool.book.save(account)
  }
  await pool.collections.groups.remove(GroupName)
  return {}
})

/** @throws CognitoError ResourceNotFoundException */
export function findGroup({ collections }: PoolParts, name: string): GroupConfiguration {
  const found = collections.groups.find(name)
  if (found === undefined) throw new CognitoError('ResourceNotFoundException', 'Group not found.')
  return found
}

export function describeGroup(
  { directory }: PoolParts,
  { name, description, role, precedence }: GroupConfiguration,
): object {
  return {
    GroupName: name,
    UserPoolId: directory.userPoolId,
    Description: description,
    RoleArn: role,
    Precedence: precedence,
  }
}

interface GroupInput {
  readonly Description?: string
  readonly RoleArn?: string
  readonly Precedence?: number
}

function changed(
  from: GroupConfiguration,
  { Description, RoleArn, Precedence }: GroupInput,
): GroupConfiguration {
  return {
    ...from,
    ...(Description !== undefined && { description: Description }),
    ...(RoleArn !== undefined && { role: RoleArn }),
    ...(Precedence !== undefined && { precedence: Precedence }),
  }
}
