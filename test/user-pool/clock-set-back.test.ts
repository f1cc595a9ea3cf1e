import t from 'tap'
import { createLockout } from '../../src/user-pool/accounts/lockout.ts'
import { createMailLimit } from '../../src/user-pool/accounts/mail-limit.ts'
import { totp } from '../../src/user-pool/accounts/totp.ts'
import { createExpiringMap } from '../../src/user-pool/sessions/expiring-map.ts'
import { createUserPool } from '../support/user-pool.ts'
import { call, respond, signIn, tokensOf } from './api/call.ts'
import { callback, requestTokens, testClock, tokensFor } from './oauth/relying-party.ts'

const day = 86_400

t.test('what is good for a while is not good for longer', async t => {
  const clock = testClock()
  const map = createExpiringMap<string>(300, () => clock.seconds)
  const early = map.add('of a clock that was wrong')
  clock.forward(-day)
  t.equal(map.get(early), undefined)
  const before = map.add('of the wrong one again')
  clock.forward(-100)
  const id = map.add('of the right one')
  t.equal(map.get(before), 'of the wrong one again')
  clock.forward(299)
  t.equal(map.get(id), 'of the right one')
  clock.forward(1)
  t.equal(map.get(id), undefined)
})

t.test('mails and failures of a time to come do not count', async t => {
  const clock = testClock()
  const { take } = createMailLimit(() => clock.seconds)
  const lockout = createLockout(() => clock.seconds)
  for (let time = 0; time < 20; time += 1) {
    take('alice')
    lockout.failed('alice')
  }
  t.throws(() => take('alice'))
  t.throws(() => lockout.check('alice'))
  clock.forward(-day)
  t.doesNotThrow(() => take('alice'))
  t.doesNotThrow(() => lockout.check('alice'))
})

t.test('a refresh token that was replaced is not good again', async t => {
  const clock = testClock()
  const pool = await createUserPool({
    clock: clock.read,
    clients: [
      {
        name: 'web',
        flows: ['code', 'refresh_token'],
        callbackUrls: [callback],
        refreshTokenRotation: { gracePeriodSeconds: 30 },
      },
    ],
  })
  t.teardown(pool.close)
  const { refresh_token } = await tokensFor(pool)
  const refresh = () => requestTokens(pool, { grant_type: 'refresh_token', refresh_token })
  t.equal((await refresh()).status, 200)
  clock.forward(-3600)
  t.strictSame((await refresh()).body, { error: 'invalid_grant' })
})

t.test('authenticator apps go on', async t => {
  const clock = testClock()
  const pool = await createUserPool({ clock: clock.read })
  t.teardown(pool.close)
  const { AccessToken } = await tokensOf(pool)
  const { SecretCode } = (await call(pool, 'AssociateSoftwareToken', { AccessToken })).body
  const code = () => totp(SecretCode, Math.floor(clock.seconds / 30))
  await call(pool, 'VerifySoftwareToken', { AccessToken, UserCode: code() })
  const SoftwareTokenMfaSettings = { Enabled: true, PreferredMfa: true }
  await call(pool, 'SetUserMFAPreference', { AccessToken, SoftwareTokenMfaSettings })
  clock.forward(-day)
  const show = async () => {
    const { Session } = (await signIn(pool)).body
    const USERNAME = 'alice@example.com'
    return respond(pool, 'SOFTWARE_TOKEN_MFA', Session, {
      USERNAME,
      SOFTWARE_TOKEN_MFA_CODE: code(),
    })
  }
  t.equal((await show()).status, 200)
  t.match((await show()).body, { __type: 'ExpiredCodeException' })
})
