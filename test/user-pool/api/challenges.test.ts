import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, call, claimsOf, refused, respond, sessionExpired, signIn } from './call.ts'

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
    await respond(pool, 'NEW_PASSWORD_REQUIRED', Session, { ...answer, NEW_PASSWORD: 'short' }),
    'InvalidPasswordException',
    'Password did not conform with policy: Password not long enough',
  )
  refused(
    t,
    await respond(pool, 'NEW_PASSWORD_REQUIRED', Session, {
      ...answer,
      'userAttributes.email_verified': 'true',
    }),
    'NotAuthorizedException',
    'A client attempted to write unauthorized attribute',
  )
  const named = { ...answer, 'userAttributes.nickname': 'newbie' }
  const done = await respond(pool, 'NEW_PASSWORD_REQUIRED', Session, named)
  t.equal(claimsOf(done.body.AuthenticationResult.IdToken).nickname, 'newbie')
  t.equal(sources.at(-1), 'TokenGeneration_NewPasswordChallenge')
  t.equal(pool.user(sub).status, 'CONFIRMED')
  refused(t, await respond(pool, 'NEW_PASSWORD_REQUIRED', Session, answer), ...sessionExpired)
  t.equal((await signIn(pool, { ...newcomer, PASSWORD: 'a new password' })).status, 200)
})

t.test('of two answers at once, one counts', async t => {
  const Username = 'new@example.com'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: 'temporary' })
  const { Session } = (await signIn(pool, newcomer)).body
  const answers = await Promise.all(
    ['one password', 'other password'].map(NEW_PASSWORD =>
      respond(pool, 'NEW_PASSWORD_REQUIRED', Session, { USERNAME: Username, NEW_PASSWORD }),
    ),
  )
  t.same(answers.map(({ status }) => status).sort(), [200, 400])
})

t.test('a password that was set meanwhile stays', async t => {
  const Username = 'new@example.com'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: 'temporary' })
  const { Session } = (await signIn(pool, newcomer)).body
  const Password = 'of the administrator'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password, Permanent: true })
  const answer = { USERNAME: Username, NEW_PASSWORD: 'of who knew the first' }
  refused(t, await respond(pool, 'NEW_PASSWORD_REQUIRED', Session, answer), ...sessionExpired)
  t.equal((await signIn(pool, { ...newcomer, PASSWORD: Password })).status, 200)
})

t.test('a session is of its challenge, client and user, and for 3 minutes', async t => {
  const Username = 'new@example.com'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: 'temporary' })
  const session = async () => (await signIn(pool, newcomer)).body.Session as string
  const answer = { USERNAME: Username, NEW_PASSWORD: 'a new password' }
  const step = 'NEW_PASSWORD_REQUIRED'
  const totpAnswer = { USERNAME: Username, SOFTWARE_TOKEN_MFA_CODE: '123456' }
  refused(
    t,
    await respond(pool, 'SOFTWARE_TOKEN_MFA', await session(), totpAnswer),
    ...sessionExpired,
  )
  const ofBob = { ...answer, USERNAME: 'bob@example.com' }
  refused(t, await respond(pool, step, await session(), ofBob), ...sessionExpired)
  const otherClient = await call(pool, 'RespondToAuthChallenge', {
    ClientId: pool.client('web').id,
    ChallengeName: step,
    Session: await session(),
    ChallengeResponses: answer,
  })
  refused(t, otherClient, ...sessionExpired)
  const late = await session()
  clock.forward(180)
  refused(t, await respond(pool, step, late, answer), ...sessionExpired)
  refused(
    t,
    await respond(pool, step, undefined, answer),
    'InvalidParameterException',
    'Missing required parameter Session',
  )
  const disabled = await session()
  await adminCall(pool, 'AdminDisableUser', { Username })
  refused(
    t,
    await respond(pool, step, disabled, answer),
    'NotAuthorizedException',
    'User is disabled.',
  )
  await adminCall(pool, 'AdminEnableUser', { Username })
  const gone = await session()
  await adminCall(pool, 'AdminDeleteUser', { Username })
  refused(t, await respond(pool, step, gone, answer), ...sessionExpired)
})

t.test('challenges that this pool does not have', async t => {
  refused(
    t,
    await respond(pool, 'SMS_MFA', undefined, { USERNAME: 'alice@example.com' }),
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
