import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall, alice, call, refused, tokensOf } from './call.ts'

const pool = await createUserPool({ clients: [{ name: 'cli', flows: ['USER_PASSWORD_AUTH'] }] })
t.teardown(pool.close)
const schema = 'Attributes did not conform to the schema: '

/** By name: values that there may be, and those that may not, with what is said of them. */
const cases: Readonly<Record<string, readonly [string[], Record<string, string>]>> = {
  phone_number: [
    ['+4930123456', '+1'],
    Object.fromEntries(
      ['030123456', '+49 30 123456', '+', '+1234567890123456', 'abc'].map(value => [
        value,
        'Invalid phone number format.',
      ]),
    ),
  ],
  birthdate: [
    ['1990-02-01'],
    {
      '99': `${schema}birthdate: String must be no shorter than 10 characters`,
      '1990-02-01T00': `${schema}birthdate: String must be no longer than 10 characters`,
    },
  ],
  updated_at: [
    ['0', '1763769600'],
    {
      '-1': `${schema}updated_at: Number must be whole, from 0 on`,
      today: `${schema}updated_at: Number must be whole, from 0 on`,
    },
  ],
}

t.test('a user sets values that the schema has', async t => {
  const { AccessToken } = await tokensOf(pool)
  for (const [Name, [good, bad]] of Object.entries(cases)) {
    const update = (Value: string) =>
      call(pool, 'UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name, Value }] })
    for (const value of [...good, '']) t.equal((await update(value)).status, 200, value)
    for (const [value, message] of Object.entries(bad)) {
      refused(t, await update(value), 'InvalidParameterException', message)
    }
  }
})

t.test('so does whoever signs up, and who makes users', async t => {
  const attributes = (Value: string) => [
    { Name: 'email', Value: 'new@example.com' },
    { Name: 'phone_number', Value },
  ]
  const message = 'Invalid phone number format.'
  const signUp = await call(pool, 'SignUp', {
    ClientId: pool.client('cli').id,
    Username: 'new@example.com',
    Password: 'new-password-1',
    UserAttributes: attributes('0151 123'),
  })
  refused(t, signUp, 'InvalidParameterException', message)
  const create = (Value: string) =>
    adminCall(pool, 'AdminCreateUser', {
      Username: 'new@example.com',
      UserAttributes: attributes(Value),
    })
  refused(t, await create('0151 123'), 'InvalidParameterException', message)
  t.equal((await create('+49151123')).status, 200)
})

t.test('what is verified is true or false', async t => {
  const set = (Value: string) =>
    adminCall(pool, 'AdminUpdateUserAttributes', {
      Username: alice.USERNAME,
      UserAttributes: [{ Name: 'email_verified', Value }],
    })
  for (const value of ['false', 'true']) t.equal((await set(value)).status, 200)
  for (const value of ['maybe', 'True', '1']) {
    const message = `${schema}email_verified: Boolean must be true or false`
    refused(t, await set(value), 'InvalidParameterException', message)
  }
})

t.test('an attribute of a configured user that has no value is none', async t => {
  const attributes = { nickname: undefined, phone_number: '' } as unknown as Record<string, string>
  const users = [{ email: 'alice@example.com', password: 'alice-password', attributes }]
  const other = await createUserPool({ users })
  await other.close()
  t.ok(other.user('alice@example.com'))
})
