import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, call, refused, secretHash, signIn, succeeded } from './call.ts'

const clock = testClock()
const pool = await createUserPool({
  clock: clock.read,
  clients: [
    { name: 'cli', flows: ['USER_PASSWORD_AUTH'] },
    { name: 'open', flows: ['USER_PASSWORD_AUTH'], preventUserExistenceErrors: false },
    { name: 'secret', flows: ['USER_PASSWORD_AUTH'], secret: true, secondSecret: true },
  ],
})
t.teardown(pool.close)
const ClientId = pool.client('cli').id
const open = pool.client('open').id
const mailTo = (destination: string) => ({
  AttributeName: 'email',
  DeliveryMedium: 'EMAIL',
  Destination: destination,
})

function signUp(username: string, more: object = {}) {
  return call(pool, 'SignUp', {
    ClientId,
    Username: username,
    Password: 'carol-password',
    ...more,
  })
}

t.test('sign up, confirm with the mailed code, and sign in', async t => {
  const user = { USERNAME: 'carol@example.com', PASSWORD: 'carol-password' }
  const UserAttributes = [
    { Name: 'email', Value: 'carol@example.com' },
    { Name: 'custom:tenant', Value: '7' },
    { Name: 'nickname' },
  ]
  const answer = await signUp('carol@example.com', { UserAttributes })
  const { sub, attributes } = pool.user('carol@example.com')
  succeeded(t, answer, {
    UserConfirmed: false,
    UserSub: sub,
    CodeDeliveryDetails: mailTo('c***@e***'),
  })
  t.same(attributes, {
    email: 'carol@example.com',
    'custom:tenant': '7',
    nickname: '',
    email_verified: 'false',
  })
  refused(t, await signIn(pool, user), 'UserNotConfirmedException', 'User is not confirmed.')
  const [mail] = pool.inbox
  t.match(mail, { to: 'carol@example.com', subject: 'Your confirmation code is' })
  const confirm = { ClientId, Username: 'carol@example.com', ConfirmationCode: mail?.code }
  await adminCall(pool, 'AdminDisableUser', { Username: sub })
  refused(
    t,
    await call(pool, 'ConfirmSignUp', confirm),
    'NotAuthorizedException',
    'User is disabled.',
  )
  await adminCall(pool, 'AdminEnableUser', { Username: sub })
  succeeded(t, await call(pool, 'ConfirmSignUp', confirm), {})
  t.match(pool.user(sub), { status: 'CONFIRMED', attributes: { email_verified: 'true' } })
  t.equal((await signIn(pool, user)).status, 200)
  refused(
    t,
    await call(pool, 'ConfirmSignUp', confirm),
    'NotAuthorizedException',
    'User cannot be confirmed. Current status is CONFIRMED',
  )
})

t.test('a code can be sent again, and only the last one counts', async t => {
  await signUp('dave@example.com')
  const first = pool.inbox[0]?.code ?? ''
  const resend = { ClientId, Username: 'dave@example.com' }
  succeeded(t, await call(pool, 'ResendConfirmationCode', resend), {
    CodeDeliveryDetails: mailTo('d***@e***'),
  })
  const [{ code } = { code: '' }] = pool.inbox
  t.match(code, /^\d{6}$/)
  const wrong = code === '000000' ? '000001' : '000000'
  for (const ConfirmationCode of new Set([wrong, ...(first === code ? [] : [first])])) {
    refused(
      t,
      await call(pool, 'ConfirmSignUp', { ...resend, ConfirmationCode }),
      'CodeMismatchException',
      'Invalid verification code provided, please try again.',
    )
  }
  clock.forward(24 * 3600)
  refused(
    t,
    await call(pool, 'ConfirmSignUp', { ...resend, ConfirmationCode: code }),
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  )
})

t.test('what cannot be signed up', async t => {
  const cases: readonly (readonly [string, object, string, string])[] = [
    [
      'alice@example.com',
      {},
      'UsernameExistsException',
      'An account with the given email already exists.',
    ],
    [
      'erin@example.com',
      { Password: 'short' },
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ],
    ['erin', {}, 'InvalidParameterException', 'Username should be an email.'],
    [
      'erin',
      { UserAttributes: [{ Name: 'email', Value: 'erin@example.com' }] },
      'InvalidParameterException',
      'Username should be an email.',
    ],
    [
      'erin@example.com',
      { UserAttributes: [{ Name: 'shoe_size', Value: '40' }] },
      'InvalidParameterException',
      'Attributes did not conform to the schema: shoe_size: Attribute does not exist in the schema.',
    ],
    [
      'erin@example.com',
      { UserAttributes: [{ Name: 'email_verified', Value: 'true' }] },
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
    [
      'erin@example.com',
      { ClientId: 'nobody' },
      'ResourceNotFoundException',
      'User pool client nobody does not exist.',
    ],
  ]
  for (const [username, more, name, message] of cases) {
    refused(t, await signUp(username, more), name, message)
  }
  t.notOk(pool.users.some(({ email }) => email.startsWith('erin')))
})

t.test('where users are hidden, an unknown one is like one whose code ran out', async t => {
  const nobody = { ClientId, Username: 'nobody@example.com' }
  const mails = pool.inbox.length
  refused(
    t,
    await call(pool, 'ConfirmSignUp', { ...nobody, ConfirmationCode: '123456' }),
    'ExpiredCodeException',
    'Invalid code provided, please request a code again.',
  )
  succeeded(t, await call(pool, 'ResendConfirmationCode', nobody), {
    CodeDeliveryDetails: mailTo('n***@e***'),
  })
  t.equal(pool.inbox.length, mails)
})

t.test('where they are not, it is said', async t => {
  const nobody = { ClientId: open, Username: 'nobody@example.com', ConfirmationCode: '123456' }
  for (const operation of ['ConfirmSignUp', 'ResendConfirmationCode']) {
    refused(
      t,
      await call(pool, operation, nobody),
      'UserNotFoundException',
      'Username/client id combination not found.',
    )
  }
})

t.test('a confirmed user needs no code', async t => {
  refused(
    t,
    await call(pool, 'ResendConfirmationCode', { ClientId, Username: 'alice@example.com' }),
    'InvalidParameterException',
    'User is already confirmed.',
  )
})

t.test('a client with a secret has to send the hash, with either of its secrets', async t => {
  const { id, secret = '', secondSecret = '' } = pool.client('secret')
  const Username = 'frank@example.com'
  refused(
    t,
    await signUp(Username, { ClientId: id }),
    'NotAuthorizedException',
    `Client ${id} is configured with secret but SECRET_HASH was not received`,
  )
  for (const [client, SecretHash] of [
    [id, secretHash('another', Username, id)],
    [id, secretHash(secret, 'another', id)],
    [ClientId, secretHash(secret, Username, ClientId)],
  ]) {
    refused(
      t,
      await signUp(Username, { ClientId: client, SecretHash }),
      'NotAuthorizedException',
      `Unable to verify secret hash for client ${client}`,
    )
  }
  const hash = { ClientId: id, SecretHash: secretHash(secret, Username, id) }
  t.equal((await signUp(Username, hash)).status, 200)
  const second = { ClientId: id, SecretHash: secretHash(secondSecret, Username, id), Username }
  t.equal((await call(pool, 'ResendConfirmationCode', second)).status, 200)
})

t.test('with usernames, the address is an attribute', async t => {
  const named = await createUserPool({ signInWith: 'username', users: [] })
  t.teardown(named.close)
  const input = { ClientId: named.client('cli').id, Username: 'grace', Password: 'grace-password' }
  refused(
    t,
    await call(named, 'SignUp', input),
    'InvalidParameterException',
    'Invalid email address format.',
  )
  const UserAttributes = [{ Name: 'email', Value: 'grace@example.com' }]
  t.equal((await call(named, 'SignUp', { ...input, UserAttributes })).status, 200)
  t.equal(named.user('grace').email, 'grace@example.com')
  refused(
    t,
    await call(named, 'SignUp', { ...input, UserAttributes }),
    'UsernameExistsException',
    'User already exists',
  )
})

t.test('where nobody may sign up', async t => {
  const closed = await createUserPool({ selfSignUp: false })
  t.teardown(closed.close)
  const input = { ClientId: closed.client('cli').id, Username: 'a@b.c', Password: 'a-password' }
  refused(
    t,
    await call(closed, 'SignUp', input),
    'NotAuthorizedException',
    'SignUp is not permitted for this user pool',
  )
})
