import t from 'tap'
import { base32, stepOf, totp } from '../../../src/user-pool/accounts/totp.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../relying-party.ts'
import {
  adminCall,
  alice,
  bob,
  call,
  claimsOf,
  refused,
  signIn,
  succeeded,
  tokensOf,
} from './call.ts'

const clock = testClock()
const sources: string[] = []
const pool = await createUserPool({
  clock: clock.read,
  users: [
    { email: 'alice@example.com', password: 'alice-password' },
    { email: 'bob@example.com', password: 'bob-password' },
    { email: 'new@example.com', password: 'temporary', status: 'FORCE_CHANGE_PASSWORD' },
  ],
  preTokenGeneration: event => {
    sources.push(event.triggerSource)
    return event
  },
})
t.teardown(pool.close)
const ClientId = pool.client('cli').id
const newcomer = { USERNAME: 'new@example.com', PASSWORD: 'temporary' }
const expired = [
  'NotAuthorizedException',
  'Invalid session for the user, session is expired.',
] as const

function respond(ChallengeName: string, Session: string | undefined, responses: object) {
  const input = { ClientId, ChallengeName, Session, ChallengeResponses: responses }
  return call(pool, 'RespondToAuthChallenge', input)
}

t.test('a temporary password has to be replaced before there are tokens', async t => {
  const { sub } = pool.user('new@example.com')
  const { body } = await signIn(pool, newcomer)
  const { Session, ...challenge } = body
  t.same(challenge, {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    ChallengeParameters: {
      USER_ID_FOR_SRP: sub,
      requiredAttributes: '[]',
      userAttributes: '{"email_verified":"true","email":"new@example.com"}',
    },
  })
  const answer = { USERNAME: 'new@example.com', NEW_PASSWORD: 'a new password' }
  refused(
    t,
    await respond('NEW_PASSWORD_REQUIRED', Session, { ...answer, NEW_PASSWORD: 'short' }),
    'InvalidPasswordException',
    'Password did not conform with policy: Password not long enough',
  )
  refused(
    t,
    await respond('NEW_PASSWORD_REQUIRED', Session, {
      ...answer,
      'userAttributes.email_verified': 'true',
    }),
    'NotAuthorizedException',
    'A client attempted to write unauthorized attribute',
  )
  const named = { ...answer, 'userAttributes.nickname': 'newbie' }
  const done = await respond('NEW_PASSWORD_REQUIRED', Session, named)
  t.equal(claimsOf(done.body.AuthenticationResult.IdToken).nickname, 'newbie')
  t.equal(sources.at(-1), 'TokenGeneration_NewPasswordChallenge')
  t.equal(pool.user(sub).status, 'CONFIRMED')
  refused(t, await respond('NEW_PASSWORD_REQUIRED', Session, answer), ...expired)
  t.equal((await signIn(pool, { ...newcomer, PASSWORD: 'a new password' })).status, 200)
})

t.test('of two answers at once, one counts', async t => {
  const Username = 'new@example.com'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: 'temporary' })
  const { Session } = (await signIn(pool, newcomer)).body
  const answers = await Promise.all(
    ['one password', 'other password'].map(NEW_PASSWORD =>
      respond('NEW_PASSWORD_REQUIRED', Session, { USERNAME: Username, NEW_PASSWORD }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 400])
})

t.test('a session is of its challenge, client and user, and for 3 minutes', async t => {
  const Username = 'new@example.com'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: 'temporary' })
  const session = async () => (await signIn(pool, newcomer)).body.Session as string
  const answer = { USERNAME: Username, NEW_PASSWORD: 'a new password' }
  const step = 'NEW_PASSWORD_REQUIRED'
  const totpAnswer = { USERNAME: Username, SOFTWARE_TOKEN_MFA_CODE: '123456' }
  refused(t, await respond('SOFTWARE_TOKEN_MFA', await session(), totpAnswer), ...expired)
  const ofBob = { ...answer, USERNAME: 'bob@example.com' }
  refused(t, await respond(step, await session(), ofBob), ...expired)
  const otherClient = await call(pool, 'RespondToAuthChallenge', {
    ClientId: pool.client('web').id,
    ChallengeName: step,
    Session: await session(),
    ChallengeResponses: answer,
  })
  refused(t, otherClient, ...expired)
  const late = await session()
  clock.forward(180)
  refused(t, await respond(step, late, answer), ...expired)
  refused(
    t,
    await respond(step, undefined, answer),
    'InvalidParameterException',
    'Missing required parameter Session',
  )
  const disabled = await session()
  await adminCall(pool, 'AdminDisableUser', { Username })
  refused(t, await respond(step, disabled, answer), 'NotAuthorizedException', 'User is disabled.')
  await adminCall(pool, 'AdminEnableUser', { Username })
  const gone = await session()
  await adminCall(pool, 'AdminDeleteUser', { Username })
  refused(t, await respond(step, gone, answer), ...expired)
})

t.test('challenges that this pool does not have', async t => {
  refused(
    t,
    await respond('SMS_MFA', undefined, { USERNAME: 'alice@example.com' }),
    'InvalidParameterException',
    'SMS_MFA is not a challenge of the local user pool.',
  )
  refused(
    t,
    await call(pool, 'RespondToAuthChallenge', { ClientId, ChallengeName: 'SMS_MFA' }),
    'InvalidParameterException',
    'Missing required parameter USERNAME',
  )
})

t.test('RFC 6238: codes of the test vectors', async t => {
  const secret = base32(Buffer.from('12345678901234567890'))
  t.equal(secret, 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const) {
    const step = Math.floor(seconds / 30)
    t.equal(totp(secret, step), code)
    t.equal(stepOf(secret, code, seconds), step)
    t.equal(stepOf(secret, code, seconds + 30), step)
    if (step > 2) t.equal(stepOf(secret, code, seconds - 30), step)
    t.equal(stepOf(secret, code, seconds + 60), undefined)
  }
  t.equal(base32(Buffer.from([0xff])), '74')
})

t.test('an authenticator app is asked for at every sign-in', async t => {
  const { AccessToken } = await tokensOf(pool)
  const prefer = (Enabled: boolean) =>
    call(pool, 'SetUserMFAPreference', {
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled, PreferredMfa: Enabled },
    })
  refused(
    t,
    await prefer(true),
    'InvalidParameterException',
    'User has not verified software token mfa',
  )
  succeeded(t, await prefer(false), {})
  succeeded(t, await call(pool, 'SetUserMFAPreference', { AccessToken }), {})
  const verify = (UserCode: string, FriendlyDeviceName?: string) =>
    call(pool, 'VerifySoftwareToken', { AccessToken, UserCode, FriendlyDeviceName })
  refused(
    t,
    await verify('123456'),
    'SoftwareTokenMFANotFoundException',
    'Software token has not been associated.',
  )
  const { body } = await call(pool, 'AssociateSoftwareToken', { AccessToken })
  t.match(body.SecretCode, /^[A-Z2-7]{52}$/)
  const codeNow = () => totp(body.SecretCode, Math.floor(clock.seconds / 30))
  refused(
    t,
    await verify(codeNow() === '000000' ? '000001' : '000000'),
    'EnableSoftwareTokenMFAException',
    'Code mismatch',
  )
  succeeded(t, await verify(codeNow(), "Alice's phone"), { Status: 'SUCCESS' })
  t.ok((await signIn(pool)).body.AuthenticationResult, 'not before it is preferred')
  succeeded(t, await prefer(true), {})
  const { body: user } = await call(pool, 'GetUser', { AccessToken })
  t.match(user, {
    PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
    UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
  })

  const { body: asked } = await signIn(pool)
  const { Session, ...challenge } = asked
  t.same(challenge, {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    ChallengeParameters: {
      USER_ID_FOR_SRP: pool.user(alice.USERNAME).sub,
      FRIENDLY_DEVICE_NAME: "Alice's phone",
    },
  })
  const show = (code: string, session = Session) =>
    respond('SOFTWARE_TOKEN_MFA', session, {
      USERNAME: alice.USERNAME,
      SOFTWARE_TOKEN_MFA_CODE: code,
    })
  refused(
    t,
    await show(codeNow()),
    'ExpiredCodeException',
    'Your software token has already been used once.',
  )
  clock.forward(30)
  refused(
    t,
    await show(codeNow() === '000000' ? '000001' : '000000'),
    'CodeMismatchException',
    'Invalid code received for user',
  )
  t.ok((await show(codeNow())).body.AuthenticationResult.AccessToken)
  t.equal(sources.at(-1), 'TokenGeneration_Authentication')
  refused(t, await show(codeNow()), ...expired)

  const { body: next } = await signIn(pool)
  for (let time = 0; time < 5; time += 1) {
    refused(
      t,
      await show('wrong', next.Session),
      'CodeMismatchException',
      'Invalid code received for user',
    )
  }
  clock.forward(30)
  refused(t, await show(codeNow(), next.Session), ...expired)
})

t.test('another app takes the place of the first one when a code of it was shown', async t => {
  const { AccessToken } = await tokensOf(pool, bob)
  const associate = async () =>
    (await call(pool, 'AssociateSoftwareToken', { AccessToken })).body.SecretCode as string
  const code = (secret: string) => totp(secret, Math.floor(clock.seconds / 30))
  const verify = (UserCode: string) => call(pool, 'VerifySoftwareToken', { AccessToken, UserCode })
  const first = await associate()
  await verify(code(first))
  await adminCall(pool, 'AdminSetUserMFAPreference', {
    Username: bob.USERNAME,
    SoftwareTokenMfaSettings: { Enabled: true },
  })
  const second = await associate()
  clock.forward(30)
  const show = async (secret: string) =>
    respond('SOFTWARE_TOKEN_MFA', (await signIn(pool, bob)).body.Session, {
      USERNAME: bob.USERNAME,
      SOFTWARE_TOKEN_MFA_CODE: code(secret),
    })
  t.ok((await show(first)).body.AuthenticationResult)
  await verify(code(second))
  clock.forward(30)
  t.ok((await show(second)).body.AuthenticationResult)
  const off = await adminCall(pool, 'AdminSetUserMFAPreference', { Username: bob.USERNAME })
  succeeded(t, off, {})
  t.ok((await signIn(pool, bob)).body.AuthenticationResult)
})
