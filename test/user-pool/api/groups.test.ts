import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall, alice, bob, claimsOf, refused, succeeded, tokensOf } from './call.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const admin = (operation: string, input: object = {}) => adminCall(pool, operation, input)
const role = 'arn:aws:iam::000000000000:role/editors'
const editors = {
  GroupName: 'editors',
  UserPoolId: pool.userPoolId,
  Description: 'They edit',
  RoleArn: role,
  Precedence: 1,
}
const notFound = ['ResourceNotFoundException', 'Group not found.'] as const

t.test('made, changed, described and listed', async t => {
  const { UserPoolId, ...input } = editors
  succeeded(t, await admin('CreateGroup', input), { Group: editors })
  refused(
    t,
    await admin('CreateGroup', input),
    'GroupExistsException',
    'A group with the name already exists.',
  )
  succeeded(t, await admin('UpdateGroup', { GroupName: 'editors', Precedence: 0 }), {
    Group: { ...editors, Precedence: 0 },
  })
  succeeded(t, await admin('GetGroup', { GroupName: 'editors' }), {
    Group: { ...editors, Precedence: 0 },
  })
  const plain = { GroupName: 'plain', UserPoolId, Description: '' }
  succeeded(t, await admin('CreateGroup', { GroupName: 'plain' }), { Group: plain })
  const { body } = await admin('ListGroups', { Limit: 2 })
  t.same(
    body.Groups.map(({ GroupName }: typeof editors) => GroupName),
    ['admin', 'editors'],
  )
  const rest = await admin('ListGroups', { NextToken: body.NextToken })
  succeeded(t, rest, { Groups: [plain] })
})

t.test('a member has the group and its role in the next tokens', async t => {
  const join = { Username: bob.USERNAME, GroupName: 'editors' }
  succeeded(t, await admin('AdminAddUserToGroup', join), {})
  succeeded(t, await admin('AdminAddUserToGroup', join), {})
  const { AccessToken, IdToken } = await tokensOf(pool, bob)
  t.same(claimsOf(AccessToken)['cognito:groups'], ['editors'])
  t.match(claimsOf(IdToken), {
    'cognito:groups': ['editors'],
    'cognito:roles': [role],
    'cognito:preferred_role': role,
  })
  const groups = await admin('AdminListGroupsForUser', { Username: bob.USERNAME })
  succeeded(t, groups, { Groups: [{ ...editors, Precedence: 0 }] })
  const members = await admin('ListUsersInGroup', { GroupName: 'editors' })
  t.same(
    members.body.Users.map(({ Username }: { Username: string }) => Username),
    [pool.user(bob.USERNAME).sub],
  )
  succeeded(t, await admin('AdminRemoveUserFromGroup', join), {})
  t.notOk('cognito:groups' in claimsOf((await tokensOf(pool, bob)).AccessToken))
})

t.test('a group that is gone takes nobody with it', async t => {
  const membership = { Username: alice.USERNAME, GroupName: 'admin' }
  succeeded(t, await admin('DeleteGroup', { GroupName: 'admin' }), {})
  t.same(pool.user(alice.USERNAME).groups, [])
  t.same(
    pool.describe().groups.map(({ name }) => name),
    ['editors', 'plain'],
  )
  for (const operation of [
    'GetGroup',
    'UpdateGroup',
    'DeleteGroup',
    'ListUsersInGroup',
    'AdminAddUserToGroup',
    'AdminRemoveUserFromGroup',
  ]) {
    refused(t, await admin(operation, membership), ...notFound)
  }
})

t.test('nobody is in no group', async t => {
  for (const operation of [
    'AdminAddUserToGroup',
    'AdminRemoveUserFromGroup',
    'AdminListGroupsForUser',
  ]) {
    refused(
      t,
      await admin(operation, { Username: 'nobody@example.com', GroupName: 'editors' }),
      'UserNotFoundException',
      'User does not exist.',
    )
  }
})
