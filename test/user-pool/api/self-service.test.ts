import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, alice, bob, call, refused, signIn, succeeded, tokensOf } from './call.ts'

const clock = testClock()
const pool = await createUserPool({
  clock: clock.read,
  clients: [
    { name: 'cli', flows: ['USER_PASSWORD_AUTH', 'refresh_token'] },
    { name: 'narrow', flows: ['USER_PASSWORD_AUTH'], readAttributes: ['name'] },
  ],
  users: [
    { email: 'alice@example.com', password: 'alice-password', attributes: { name: 'Alice' } },
    { email: 'bob@example.com', password: 'bob-password' },
    { email: 'carol@example.com', password: 'carol-password' },
    { email: 'dave@example.com', password: 'dave-password' },
  ],
})
t.teardown(pool.close)
const carol = { USERNAME: 'carol@example.com', PASSWORD: 'carol-password' }
const dave = { USERNAME: 'dave@example.com', PASSWORD: 'dave-password' }
const getUser = (AccessToken: string) => call(pool, 'GetUser', { AccessToken })

t.test('who I am', async t => {
  const { sub } = pool.user(alice.USERNAME)
  const { AccessToken } = await tokensOf(pool)
  succeeded(t, await getUser(AccessToken), {
    Username: sub,
    UserAttributes: [
      { Name: 'sub', Value: sub },
      { Name: 'email_verified', Value: 'true' },
      { Name: 'name', Value: 'Alice' },
      { Name: 'email', Value: 'alice@example.com' },
    ],
  })
  const narrow = await tokensOf(pool, alice, 'narrow')
  t.same((await getUser(narrow.AccessToken)).body.UserAttributes, [
    { Name: 'sub', Value: sub },
    { Name: 'name', Value: 'Alice' },
  ])
})

t.test('a token of a client that is gone reads everything', async t => {
  const made = await adminCall(pool, 'CreateUserPoolClient', {
    ClientName: 'short-lived',
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
  })
  const ClientId = made.body.UserPoolClient.ClientId
  const { AccessToken } = await tokensOf(pool, alice, ClientId)
  await adminCall(pool, 'DeleteUserPoolClient', { ClientId })
  t.equal((await getUser(AccessToken)).body.UserAttributes.length, 4)
})

t.test('tokens that do not open the account', async t => {
  const { AccessToken, IdToken } = await tokensOf(pool)
  const invalid = ['NotAuthorizedException', 'Invalid Access Token'] as const
  refused(t, await getUser(IdToken), ...invalid)
  refused(t, await getUser('a.b.c'), ...invalid)
  const other = await createUserPool({ origin: pool.origin, userPoolId: pool.userPoolId })
  t.teardown(other.close)
  refused(t, await getUser(await other.accessToken({ clientId: 'cli' })), ...invalid)
  refused(
    t,
    await getUser(await pool.accessToken({ clientId: 'cli', scopes: ['openid', 'order.read'] })),
    'NotAuthorizedException',
    'Access Token does not have required scopes',
  )
  clock.forward(3600 + 1)
  refused(t, await getUser(AccessToken), 'NotAuthorizedException', 'Access Token has expired')
})

t.test('attributes are set, and taken away', async t => {
  const { AccessToken } = await tokensOf(pool)
  const update = (UserAttributes: object[]) =>
    call(pool, 'UpdateUserAttributes', { AccessToken, UserAttributes })
  const none = { CodeDeliveryDetailsList: [] }
  succeeded(
    t,
    await update([
      { Name: 'nickname', Value: 'Al' },
      { Name: 'custom:a', Value: '1' },
    ]),
    none,
  )
  t.match(pool.user(alice.USERNAME).attributes, { name: 'Alice', nickname: 'Al', 'custom:a': '1' })
  succeeded(t, await update([{ Name: 'nickname', Value: '' }]), none)
  t.notOk('nickname' in pool.user(alice.USERNAME).attributes, 'a blank value deletes')
  const remove = (...UserAttributeNames: string[]) =>
    call(pool, 'DeleteUserAttributes', { AccessToken, UserAttributeNames })
  succeeded(t, await remove('custom:a', 'zoneinfo'), {})
  t.same(pool.user(alice.USERNAME).attributes, {
    email: 'alice@example.com',
    email_verified: 'true',
    name: 'Alice',
  })
  const schema = 'Attributes did not conform to the schema: '
  refused(
    t,
    await remove('email'),
    'InvalidParameterException',
    `${schema}email: The attribute is required`,
  )
  for (const [Name, name, message] of [
    [
      'shoe_size',
      'InvalidParameterException',
      `${schema}shoe_size: Attribute does not exist in the schema.`,
    ],
    ['sub', 'InvalidParameterException', `${schema}sub: Attribute does not exist in the schema.`],
    [
      'email_verified',
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
    [
      'phone_number_verified',
      'NotAuthorizedException',
      'A client attempted to write unauthorized attribute',
    ],
    ['email', 'InvalidParameterException', 'Invalid email address format.'],
  ] as const) {
    refused(t, await update([{ Name, Value: 'true' }]), name, message)
  }
  refused(
    t,
    await remove('shoe_size'),
    'InvalidParameterException',
    `${schema}shoe_size: Attribute does not exist in the schema.`,
  )
  refused(
    t,
    await update([{ Name: 'email', Value: 'BOB@example.com' }]),
    'AliasExistsException',
    'An account with the given email already exists.',
  )
  const own = [{ Name: 'email', Value: 'alice@example.com' }]
  succeeded(t, await update(own), none)
})

t.test('a new address has to be verified', async t => {
  const { AccessToken } = await tokensOf(pool, bob)
  const answer = await call(pool, 'UpdateUserAttributes', {
    AccessToken,
    UserAttributes: [{ Name: 'email', Value: 'robert@example.com' }],
  })
  const mailTo = { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'r***@e***' }
  succeeded(t, answer, { CodeDeliveryDetailsList: [mailTo] })
  t.match(pool.user('robert@example.com').attributes, { email_verified: 'false' })
  const email = { AccessToken, AttributeName: 'email' }
  const first = pool.inbox[0]
  t.match(first, { to: 'robert@example.com', subject: 'Your verification code is' })
  refused(
    t,
    await call(pool, 'VerifyUserAttribute', { ...email, Code: 'wrong' }),
    'CodeMismatchException',
    'Invalid verification code provided, please try again.',
  )
  succeeded(t, await call(pool, 'GetUserAttributeVerificationCode', email), {
    CodeDeliveryDetails: mailTo,
  })
  const Code = pool.inbox[0]?.code
  succeeded(t, await call(pool, 'VerifyUserAttribute', { ...email, Code }), {})
  t.match(pool.user('robert@example.com').attributes, { email_verified: 'true' })
  const phone = { AccessToken, AttributeName: 'phone_number', Code: '123456' }
  for (const operation of ['GetUserAttributeVerificationCode', 'VerifyUserAttribute']) {
    refused(
      t,
      await call(pool, operation, phone),
      'InvalidParameterException',
      'Attribute phone_number can not be verified.',
    )
  }
})

t.test('a password is changed by who knows the old one', async t => {
  const { AccessToken } = await tokensOf(pool, carol)
  const change = (PreviousPassword: string | undefined, ProposedPassword: string) =>
    call(pool, 'ChangePassword', { AccessToken, PreviousPassword, ProposedPassword })
  const wrong = ['NotAuthorizedException', 'Incorrect username or password.'] as const
  refused(t, await change('x', 'another password'), ...wrong)
  refused(t, await change(undefined, 'another password'), ...wrong)
  refused(
    t,
    await change(carol.PASSWORD, 'short'),
    'InvalidPasswordException',
    'Password did not conform with policy: Password not long enough',
  )
  succeeded(t, await change(carol.PASSWORD, 'another password'), {})
  refused(t, await signIn(pool, carol), ...wrong)
  t.equal((await signIn(pool, { ...carol, PASSWORD: 'another password' })).status, 200)
})

t.test('global sign-out ends every sign-in until now', async t => {
  const [one, other] = [await tokensOf(pool), await tokensOf(pool)]
  succeeded(t, await call(pool, 'GlobalSignOut', { AccessToken: one.AccessToken }), {})
  for (const { AccessToken } of [one, other]) {
    refused(
      t,
      await getUser(AccessToken),
      'NotAuthorizedException',
      'Access Token has been revoked',
    )
  }
  t.equal((await getUser((await tokensOf(pool)).AccessToken)).status, 200)
})

t.test('who deletes the account is gone', async t => {
  const { AccessToken } = await tokensOf(pool, dave)
  const unbound = await pool.accessToken({
    clientId: 'cli',
    user: dave.USERNAME,
    scopes: ['aws.cognito.signin.user.admin'],
  })
  succeeded(t, await call(pool, 'DeleteUser', { AccessToken }), {})
  t.notOk(pool.users.some(({ email }) => email === dave.USERNAME))
  refused(t, await getUser(AccessToken), 'NotAuthorizedException', 'Access Token has been revoked')
  refused(t, await getUser(unbound), 'UserNotFoundException', 'User does not exist.')
  refused(t, await signIn(pool, dave), 'NotAuthorizedException', 'Incorrect username or password.')
})

t.test('a disabled user has no account to look at', async t => {
  const token = await pool.accessToken({
    clientId: 'cli',
    scopes: ['aws.cognito.signin.user.admin'],
  })
  await adminCall(pool, 'AdminDisableUser', { Username: alice.USERNAME })
  refused(t, await getUser(token), 'NotAuthorizedException', 'User is disabled.')
})
