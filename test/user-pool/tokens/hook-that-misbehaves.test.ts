import t from 'tap'
import type { PreTokenGeneration } from '../../../src/user-pool/index.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall, claimsOf, signIn, tokensOf } from '../api/call.ts'

const Username = 'alice@example.com'
const alice = { email: Username, password: 'alice-password', groups: ['staff'] }
const groups = [{ name: 'staff', description: '' }]
let hook: PreTokenGeneration
const pool = await createUserPool({
  users: [alice],
  groups,
  preTokenGeneration: event => hook(event),
})
t.teardown(pool.close)

t.test('what it does to its event is not done to the pool', async t => {
  hook = event => {
    const { groupConfiguration, scopes } = event.request
    ;(groupConfiguration.groupsToOverride as string[]).push('admin')
    ;(scopes as string[]).push('orders/order.write')
    event.response.claimsAndScopeOverrideDetails = {
      groupOverrideDetails: groupConfiguration,
      accessTokenGeneration: { scopesToAdd: scopes },
    }
    return event
  }
  for (let time = 0; time < 2; time += 1) {
    t.match(claimsOf((await tokensOf(pool)).AccessToken), {
      'cognito:groups': ['staff', 'admin'],
      scope: 'aws.cognito.signin.user.admin orders/order.write',
    })
  }
  t.strictSame(alice.groups, ['staff'])
  t.strictSame(pool.user(Username).groups, ['staff'])
  const { body } = await adminCall(pool, 'AdminListGroupsForUser', { Username })
  t.strictSame(
    body.Groups.map(({ GroupName }: { GroupName: string }) => GroupName),
    ['staff'],
  )
  const other = await createUserPool()
  t.teardown(other.close)
  t.equal(claimsOf((await tokensOf(other)).AccessToken).scope, 'aws.cognito.signin.user.admin')
})

async function refusal() {
  const { status, body } = await signIn(pool)
  return { status, ...body }
}

const refused = (words: string) => ({
  status: 400,
  __type: 'UserLambdaValidationException',
  message: `PreTokenGeneration failed with error ${words}.`,
})

t.test('what it answers cannot be put into tokens', async t => {
  const circular: Record<string, unknown> = {}
  circular.self = circular
  for (const details of [
    'a text',
    { accessTokenGeneration: { scopesToAdd: 'a' } },
    { accessTokenGeneration: { scopesToSuppress: 5 } },
    { accessTokenGeneration: { claimsToAddOrOverride: 'a' } },
    { idTokenGeneration: { claimsToSuppress: 5 } },
    { groupOverrideDetails: { groupsToOverride: 'admin' } },
    { groupOverrideDetails: { iamRolesToOverride: [5] } },
    { groupOverrideDetails: { preferredRole: 5 } },
  ]) {
    hook = event => ({ ...event, response: { claimsAndScopeOverrideDetails: details as object } })
    t.strictSame(await refusal(), refused('Unrecognizable lambda output'), JSON.stringify(details))
  }
  for (const value of [circular, 1n]) {
    hook = event => ({
      ...event,
      response: {
        claimsAndScopeOverrideDetails: {
          accessTokenGeneration: { claimsToAddOrOverride: { value } },
        },
      },
    })
    t.strictSame(await refusal(), refused('Unrecognizable lambda output'))
  }
  hook = () => undefined as never
  t.strictSame(await refusal(), refused('Unrecognizable lambda output'))
})

t.test('it never answers: the tokens are refused', async t => {
  hook = () => new Promise(() => {})
  t.strictSame(await refusal(), refused('Socket timeout while invoking Lambda function'))
})
