import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, bob, call, refused, signIn, succeeded, tokensOf } from './call.ts'

const clock = testClock()
const lines: string[] = []
const pool = await createUserPool({ clock: clock.read, log: line => lines.push(line) })
t.teardown(pool.close)
const admin = (operation: string, input: object = {}) => adminCall(pool, operation, input)
const Username = 'carol@example.com'
const notFound = ['UserNotFoundException', 'User does not exist.'] as const

t.test('a new user is invited with a temporary password, which is not in the log', async t => {
  const answer = await admin('AdminCreateUser', {
    Username,
    UserAttributes: [
      { Name: 'email_verified', Value: 'true' },
      { Name: 'custom:tenant', Value: '7' },
    ],
  })
  const { sub } = pool.user(Username)
  const entry = {
    Username: sub,
    Enabled: true,
    UserStatus: 'FORCE_CHANGE_PASSWORD',
    UserCreateDate: clock.seconds,
    UserLastModifiedDate: clock.seconds,
  }
  const attributes = [
    { Name: 'sub', Value: sub },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:tenant', Value: '7' },
    { Name: 'email', Value: Username },
  ]
  succeeded(t, answer, { User: { ...entry, Attributes: attributes } })
  succeeded(t, await admin('AdminGetUser', { Username }), { ...entry, UserAttributes: attributes })
  const [mail] = pool.inbox
  t.match(mail, { to: Username, subject: 'Your temporary password is', isSecret: true })
  const { body } = await signIn(pool, { USERNAME: Username, PASSWORD: mail?.code ?? '' })
  t.equal(body.ChallengeName, 'NEW_PASSWORD_REQUIRED')
  t.ok(lines.includes(`Mail to ${Username}: Your temporary password is at /_dev/inbox`))
  t.notOk(lines.some(line => line.includes(mail?.code ?? '')))
})

t.test('invited again, there is another temporary password', async t => {
  const [before] = pool.inbox
  const again = { Username, MessageAction: 'RESEND' }
  t.match((await admin('AdminCreateUser', again)).body, {
    User: { UserStatus: 'FORCE_CHANGE_PASSWORD' },
  })
  t.not(pool.inbox[0]?.code, before?.code)
  await admin('AdminCreateUser', { ...again, TemporaryPassword: 'temporary' })
  t.equal(pool.inbox[0]?.code, 'temporary')
  refused(
    t,
    await admin('AdminCreateUser', { ...again, Username: bob.USERNAME }),
    'UnsupportedUserStateException',
    'Resend not possible. User status is CONFIRMED',
  )
})

t.test('what cannot be created', async t => {
  const schema = 'Attributes did not conform to the schema: '
  const cases: readonly (readonly [object, string, string])[] = [
    [{ Username: bob.USERNAME }, 'UsernameExistsException', 'User account already exists'],
    [{ Username: 'dave' }, 'InvalidParameterException', 'Username should be an email.'],
    [
      { UserAttributes: [null] },
      'SerializationException',
      "null at 'userAttributes.1.member' can not be converted to object",
    ],
    [
      { TemporaryPassword: 'short' },
      'InvalidPasswordException',
      'Password did not conform with policy: Password not long enough',
    ],
    [
      { UserAttributes: [{ Name: 'shoe_size', Value: '40' }] },
      'InvalidParameterException',
      `${schema}shoe_size: Attribute does not exist in the schema.`,
    ],
  ]
  for (const [input, name, message] of cases) {
    const user = { Username: 'dave@example.com', ...input }
    refused(t, await admin('AdminCreateUser', user), name, message)
  }
  const named = await createUserPool({ signInWith: 'username', users: [] })
  t.teardown(named.close)
  refused(
    t,
    await adminCall(named, 'AdminCreateUser', { Username: 'dave' }),
    'InvalidParameterException',
    `${schema}email: The attribute is required`,
  )
  const UserAttributes = [{ Name: 'email', Value: 'dave@example.com' }]
  const dave = { Username: 'dave', UserAttributes, MessageAction: 'SUPPRESS' }
  t.equal((await adminCall(named, 'AdminCreateUser', dave)).body.User.Username, 'dave')
  t.same(named.inbox, [])
  refused(
    t,
    await adminCall(named, 'AdminCreateUser', dave),
    'UsernameExistsException',
    'User account already exists',
  )
})

t.test('a password, temporary or for good', async t => {
  const user = { USERNAME: Username, PASSWORD: 'carol-password' }
  const set = (more: object) =>
    admin('AdminSetUserPassword', { Username, Password: user.PASSWORD, ...more })
  succeeded(t, await set({}), {})
  t.equal((await signIn(pool, user)).body.ChallengeName, 'NEW_PASSWORD_REQUIRED')
  succeeded(t, await set({ Permanent: true }), {})
  t.ok((await signIn(pool, user)).body.AuthenticationResult)
  refused(
    t,
    await set({ Password: 'short', Permanent: true }),
    'InvalidPasswordException',
    'Password did not conform with policy: Password not long enough',
  )
})

t.test('attributes, verified ones too, and no mail about it', async t => {
  const mails = pool.inbox.length
  const UserAttributes = [
    { Name: 'email', Value: ' caroline@example.com ' },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'nickname', Value: 'Caro' },
  ]
  succeeded(t, await admin('AdminUpdateUserAttributes', { Username, UserAttributes }), {})
  const { sub, attributes } = pool.user('caroline@example.com')
  t.match(attributes, { email: 'caroline@example.com', email_verified: 'true', nickname: 'Caro' })
  const back = [{ Name: 'email', Value: Username }]
  await admin('AdminUpdateUserAttributes', { Username: sub, UserAttributes: back })
  t.match(pool.user(sub).attributes, { email: Username, email_verified: 'false' })
  const names = { Username, UserAttributeNames: ['nickname'] }
  succeeded(t, await admin('AdminDeleteUserAttributes', names), {})
  t.notOk('nickname' in pool.user(sub).attributes)
  t.equal(pool.inbox.length, mails)
})

t.test('whoever signed up is confirmed without the code', async t => {
  await call(pool, 'SignUp', {
    ClientId: pool.client('cli').id,
    Username: 'erin@example.com',
    Password: 'erin-password',
  })
  const erin = { Username: 'erin@example.com' }
  succeeded(t, await admin('AdminConfirmSignUp', erin), {})
  const { status, attributes } = pool.user('erin@example.com')
  t.match({ status, attributes }, { status: 'CONFIRMED', attributes: { email_verified: 'false' } })
  refused(
    t,
    await admin('AdminConfirmSignUp', erin),
    'NotAuthorizedException',
    'User cannot be confirmed. Current status is CONFIRMED',
  )
  refused(
    t,
    await admin('AdminResetUserPassword', erin),
    'InvalidParameterException',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  )
})

t.test('a password that has to be reset by a mailed code', async t => {
  succeeded(t, await admin('AdminResetUserPassword', { Username: bob.USERNAME }), {})
  refused(
    t,
    await signIn(pool, bob),
    'PasswordResetRequiredException',
    'Password reset required for the user',
  )
  const reset = {
    ClientId: pool.client('cli').id,
    Username: bob.USERNAME,
    ConfirmationCode: pool.inbox[0]?.code,
    Password: bob.PASSWORD,
  }
  succeeded(t, await call(pool, 'ConfirmForgotPassword', reset), {})
  t.ok((await signIn(pool, bob)).body.AuthenticationResult)
})

t.test('disabled, and signed out everywhere, until enabled again', async t => {
  const { AccessToken } = await tokensOf(pool, bob)
  const { sub } = pool.user(bob.USERNAME)
  succeeded(t, await admin('AdminDisableUser', { Username: sub }), {})
  refused(t, await signIn(pool, bob), 'NotAuthorizedException', 'User is disabled.')
  succeeded(t, await admin('AdminEnableUser', { Username: bob.USERNAME }), {})
  const revoked = ['NotAuthorizedException', 'Access Token has been revoked'] as const
  refused(t, await call(pool, 'GetUser', { AccessToken }), ...revoked)
  const next = await tokensOf(pool, bob)
  succeeded(t, await admin('AdminUserGlobalSignOut', { Username: bob.USERNAME }), {})
  refused(t, await call(pool, 'GetUser', { AccessToken: next.AccessToken }), ...revoked)
})

t.test('deleted', async t => {
  succeeded(t, await admin('AdminDeleteUser', { Username: bob.USERNAME }), {})
  refused(t, await admin('AdminGetUser', { Username: bob.USERNAME }), ...notFound)
})

t.test('nothing is hidden from an administrator', async t => {
  const nobody = {
    Username: 'nobody@example.com',
    Password: 'x-password',
    UserAttributes: [],
    UserAttributeNames: [],
  }
  for (const operation of [
    'AdminGetUser',
    'AdminDeleteUser',
    'AdminSetUserPassword',
    'AdminUpdateUserAttributes',
    'AdminDeleteUserAttributes',
    'AdminConfirmSignUp',
    'AdminResetUserPassword',
    'AdminEnableUser',
    'AdminDisableUser',
    'AdminUserGlobalSignOut',
    'AdminSetUserMFAPreference',
  ]) {
    refused(t, await admin(operation, nobody), ...notFound)
  }
})
