import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, bob, call, refused, secretHash, signIn, succeeded } from './call.ts'

const pool = await createUserPool({
  clients: [
    { name: 'cli', flows: ['USER_PASSWORD_AUTH'] },
    { name: 'open', flows: ['USER_PASSWORD_AUTH'], preventUserExistenceErrors: false },
    { name: 'secret', flows: ['USER_PASSWORD_AUTH'], secret: true },
  ],
})
t.teardown(pool.close)
const ClientId = pool.client('cli').id
const Username = bob.USERNAME
const Password = 'another password'
const mailTo = (destination: string) => ({
  CodeDeliveryDetails: {
    AttributeName: 'email',
    DeliveryMedium: 'EMAIL',
    Destination: destination,
  },
})

t.test('a new password by the mailed code', async t => {
  succeeded(t, await call(pool, 'ForgotPassword', { ClientId, Username }), mailTo('b***@e***'))
  const ConfirmationCode = pool.inbox[0]?.code
  const reset = { ClientId, Username, ConfirmationCode, Password }
  refused(
    t,
    await call(pool, 'ConfirmForgotPassword', { ...reset, Password: 'short' }),
    'InvalidPasswordException',
    'Password did not conform with policy: Password not long enough',
  )
  refused(
    t,
    await call(pool, 'ConfirmForgotPassword', { ...reset, ConfirmationCode: 'wrong' }),
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  )
  succeeded(t, await call(pool, 'ConfirmForgotPassword', reset), {})
  t.equal((await signIn(pool, { ...bob, PASSWORD: Password })).status, 200)
  refused(t, await signIn(pool, bob), 'NotAuthorizedException', 'Incorrect username or password.')
  refused(
    t,
    await call(pool, 'ConfirmForgotPassword', reset),
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  )
})

t.test('a code holds for an hour', async t => {
  const clock = testClock()
  const pool = await createUserPool({ clock: clock.read })
  t.teardown(pool.close)
  const { id: ClientId } = pool.client('cli')
  for (const age of [3_599, 3_600]) {
    await call(pool, 'ForgotPassword', { ClientId, Username })
    const ConfirmationCode = pool.inbox[0]?.code
    clock.forward(age)
    const answer = await call(pool, 'ConfirmForgotPassword', {
      ...{ ClientId, Username, ConfirmationCode, Password },
    })
    t.equal(answer.status, age < 3_600 ? 200 : 400, `${age} s`)
  }
})

t.test('five wrong codes end it', async t => {
  await call(pool, 'ForgotPassword', { ClientId, Username })
  const reset = { ClientId, Username, ConfirmationCode: 'wrong', Password }
  for (let time = 0; time < 5; time += 1) await call(pool, 'ConfirmForgotPassword', reset)
  refused(
    t,
    await call(pool, 'ConfirmForgotPassword', {
      ...reset,
      ConfirmationCode: pool.inbox[0]?.code,
    }),
    'LimitExceededException',
    'Attempt limit exceeded, please try after some time.',
  )
})

t.test('where users are hidden, an unknown one gets an answer and no mail', async t => {
  const nobody = { ClientId, Username: 'nobody@example.com' }
  const mails = pool.inbox.length
  succeeded(t, await call(pool, 'ForgotPassword', nobody), mailTo('n***@e***'))
  t.equal(pool.inbox.length, mails)
  const reset = { ...nobody, ConfirmationCode: '123456', Password }
  refused(
    t,
    await call(pool, 'ConfirmForgotPassword', reset),
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  )
})

t.test('where they are not, it is said', async t => {
  const nobody = {
    ClientId: pool.client('open').id,
    Username: 'nobody@example.com',
    ConfirmationCode: '123456',
    Password,
  }
  for (const operation of ['ForgotPassword', 'ConfirmForgotPassword']) {
    refused(
      t,
      await call(pool, operation, nobody),
      'UserNotFoundException',
      'Username/client id combination not found.',
    )
  }
})

t.test('a client with a secret has to send the hash', async t => {
  const { id, secret = '' } = pool.client('secret')
  const input = { ClientId: id, Username, ConfirmationCode: '123456', Password }
  for (const operation of ['ForgotPassword', 'ConfirmForgotPassword']) {
    refused(
      t,
      await call(pool, operation, input),
      'NotAuthorizedException',
      `Client ${id} is configured with secret but SECRET_HASH was not received`,
    )
  }
  const SecretHash = secretHash(secret, Username, id)
  t.equal((await call(pool, 'ForgotPassword', { ...input, SecretHash })).status, 200)
})

t.test('a user who was disabled since the code was mailed', async t => {
  await call(pool, 'ForgotPassword', { ClientId, Username })
  const ConfirmationCode = pool.inbox[0]?.code
  await adminCall(pool, 'AdminDisableUser', { Username })
  const reset = { Username, ConfirmationCode, Password: 'yet another password' }
  refused(
    t,
    await call(pool, 'ConfirmForgotPassword', { ...reset, ClientId }),
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  )
  refused(
    t,
    await call(pool, 'ConfirmForgotPassword', { ...reset, ClientId: pool.client('open').id }),
    'NotAuthorizedException',
    'User is disabled.',
  )
  await adminCall(pool, 'AdminEnableUser', { Username })
  succeeded(t, await call(pool, 'ConfirmForgotPassword', { ...reset, ClientId }), {})
})
