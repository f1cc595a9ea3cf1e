import type { CognitoUser, CognitoUserSession } from 'amazon-cognito-identity-js'
import t, { type Test } from 'tap'
import { totp } from '../../../../src/user-pool/accounts/totp.ts'
import { createUserPool } from '../../../support/user-pool.ts'
import { testClock } from '../../oauth/relying-party.ts'
import { adminCall, call, claimsOf, refused } from '../call.ts'
import { authenticate, libraryUser } from '../srp-client.ts'

/** It stands still, so that no step of an authenticator app goes by. */
const clock = testClock(Date.now())
const pool = await createUserPool({ clock: clock.read })
t.teardown(pool.close)
const alice = 'alice@example.com'

/** A method with a callback at the end, as a promise. */
function promised<Result>(
  start: (done: (error: Error | undefined, result: Result) => void) => void,
) {
  return new Promise<Result>((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)))
  })
}

function sessionOf(user: CognitoUser): Promise<CognitoUserSession> {
  return promised(done =>
    user.getSession((error: Error | null, session: CognitoUserSession | null) =>
      done(error ?? undefined, session as CognitoUserSession),
    ),
  )
}

/** Without the library: it tries for seven seconds, whatever it is told. */
async function revoked(t: Test, session: CognitoUserSession): Promise<void> {
  const answer = await call(pool, 'InitiateAuth', {
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    ClientId: session.getAccessToken().payload.client_id,
    AuthParameters: { REFRESH_TOKEN: session.getRefreshToken().getToken() },
  })
  refused(t, answer, 'NotAuthorizedException', 'Refresh Token has been revoked')
}

t.test('SRP sign-in, refresh, attributes, change of password, sign-out', async t => {
  const user = libraryUser(pool, alice)
  t.same(await authenticate(user, 'alice-password'), { kind: 'session' })
  const session = await sessionOf(user)
  t.equal(session.isValid(), true)
  t.equal(session.getIdToken().payload.email, alice)
  t.equal(session.getAccessToken().payload.scope, 'aws.cognito.signin.user.admin')

  const refreshed = await promised<CognitoUserSession>(done =>
    user.refreshSession(session.getRefreshToken(), done),
  )
  t.not(refreshed.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken())

  const attributes = await promised<{ Name: string; Value: string }[] | undefined>(done =>
    user.getUserAttributes((error, result) => done(error, result)),
  )
  t.match(
    attributes?.find(({ Name }) => Name === 'email'),
    { Value: alice },
  )

  await promised(done => user.changePassword('alice-password', 'another password', done))
  const again = libraryUser(pool, alice)
  t.match(await authenticate(again, 'alice-password'), {
    kind: 'failure',
    error: { name: 'NotAuthorizedException', message: 'Incorrect username or password.' },
  })
  t.same(await authenticate(again, 'another password'), { kind: 'session' })

  await new Promise<void>((resolve, reject) => {
    again.globalSignOut({ onSuccess: () => resolve(), onFailure: reject })
  })
  await revoked(t, refreshed)
  const last = libraryUser(pool, alice)
  await authenticate(last, 'another password')
  const lastSession = await sessionOf(last)
  await new Promise<void>(resolve => last.signOut(() => resolve()))
  await revoked(t, lastSession)
})

t.test('a temporary password is replaced', async t => {
  const Username = 'bob@example.com'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: 'temporary' })
  const user = libraryUser(pool, Username)
  const outcome = await authenticate(user, 'temporary')
  t.match(outcome, { kind: 'new password', attributes: { email: Username } })
  const session = await new Promise<CognitoUserSession>((resolve, reject) => {
    user.completeNewPasswordChallenge(
      'bob-password',
      { nickname: 'Bobby' },
      { onSuccess: resolve, onFailure: reject },
    )
  })
  t.equal(claimsOf(session.getIdToken().getJwtToken()).nickname, 'Bobby')
})

t.test('an authenticator app', async t => {
  const user = libraryUser(pool, 'bob@example.com')
  await authenticate(user, 'bob-password')
  const secret = await new Promise<string>((resolve, reject) => {
    user.associateSoftwareToken({ associateSecretCode: resolve, onFailure: reject })
  })
  const step = Math.floor(clock.seconds / 30)
  await new Promise((resolve, reject) => {
    user.verifySoftwareToken(totp(secret, step), 'phone', {
      onSuccess: resolve,
      onFailure: reject,
    })
  })
  await promised(done =>
    user.setUserMfaPreference(null, { Enabled: true, PreferredMfa: true }, done),
  )
  const next = libraryUser(pool, 'bob@example.com')
  t.same(await authenticate(next, 'bob-password'), { kind: 'totp' })
  const session = await new Promise<CognitoUserSession>((resolve, reject) => {
    next.sendMFACode(
      totp(secret, step + 1),
      { onSuccess: resolve, onFailure: reject },
      'SOFTWARE_TOKEN_MFA',
    )
  })
  t.equal(session.isValid(), true)
})
