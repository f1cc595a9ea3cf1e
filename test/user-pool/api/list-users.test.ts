import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall, refused } from './call.ts'

const pool = await createUserPool({
  users: [
    {
      email: 'alice@example.com',
      password: 'alice-password',
      attributes: { name: 'A "quoted" name' },
    },
    { email: 'bob@example.com', password: 'bob-password', enabled: false },
    { email: 'Bobby@example.com', password: 'bobby-password', status: 'RESET_REQUIRED' },
  ],
})
t.teardown(pool.close)
const list = (input: object = {}) => adminCall(pool, 'ListUsers', input)

async function found(Filter: string): Promise<string[]> {
  const { body } = await list({ Filter, AttributesToGet: ['email'] })
  return body.Users.map((user: { Attributes: { Value: string }[] }) => user.Attributes[0]?.Value)
}

t.test('everyone, with the attributes one asks for', async t => {
  const { body } = await list({ AttributesToGet: ['email', 'name'] })
  t.equal(body.Users.length, 3)
  t.same(body.Users[0].Attributes, [
    { Name: 'name', Value: 'A "quoted" name' },
    { Name: 'email', Value: 'alice@example.com' },
  ])
  t.same(Object.keys(body.Users[0]), [
    'Username',
    'Enabled',
    'UserStatus',
    'UserCreateDate',
    'UserLastModifiedDate',
    'Attributes',
  ])
})

t.test('page by page', async t => {
  const { body: first } = await list({ Limit: 2 })
  t.equal(first.Users.length, 2)
  const { body: last } = await list({ Limit: 2, PaginationToken: first.PaginationToken })
  t.equal(last.Users.length, 1)
  t.notOk('PaginationToken' in last)
  refused(
    t,
    await list({ PaginationToken: 'x' }),
    'InvalidParameterException',
    'Invalid pagination token.',
  )
})

t.test('filters', async t => {
  const { sub } = pool.user('alice@example.com')
  const [alice, bob, bobby] = ['alice@example.com', 'bob@example.com', 'Bobby@example.com']
  t.same(await found(' '), [alice, bob, bobby])
  t.same(await found('email = "BOB@example.com"'), [bob])
  t.same(await found('"email"^="bob"'), [bob, bobby])
  t.same(await found('name = "A \\"quoted\\" name"'), [alice])
  t.same(await found('given_name = "x"'), [])
  t.same(await found(`sub = "${sub}"`), [alice])
  t.same(await found(`sub = "${sub.toUpperCase()}"`), sub === sub.toUpperCase() ? [alice] : [])
  t.same(await found(`username ^= "${sub.slice(0, 20)}"`), [alice])
  t.same(await found('status = "Enabled"'), [alice, bobby])
  t.same(await found('status = "Disabled"'), [bob])
  t.same(await found('cognito:user_status = "RESET_REQUIRED"'), [bobby])
})

t.test('filters that are none', async t => {
  for (const Filter of ['email', 'email = bob', 'custom:a = "1"', 'email = "a" and sub = "b"']) {
    refused(
      t,
      await list({ Filter }),
      'InvalidParameterException',
      `Error while parsing filter: ${Filter}`,
    )
  }
})
