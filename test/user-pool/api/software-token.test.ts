import t from 'tap'
import { base32, stepOf, totp } from '../../../src/user-pool/accounts/totp.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import {
  adminCall,
  alice,
  bob,
  call,
  refused,
  respond,
  sessionExpired,
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
  ],
  preTokenGeneration: event => {
    sources.push(event.triggerSource)
    return event
  },
})
t.teardown(pool.close)

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
    respond(pool, 'SOFTWARE_TOKEN_MFA', session, {
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
  refused(t, await show(codeNow()), ...sessionExpired)

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
  refused(t, await show(codeNow(), next.Session), ...sessionExpired)
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
    respond(pool, 'SOFTWARE_TOKEN_MFA', (await signIn(pool, bob)).body.Session, {
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
