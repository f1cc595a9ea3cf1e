import { decodeJwt } from 'jose'
import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { callback, post, requestTokens, testClock, tokensFor } from './relying-party.ts'

const clock = testClock()
const options = (gracePeriodSeconds: number) => ({
  clock: clock.read,
  clients: [
    {
      name: 'web',
      flows: ['code', 'refresh_token'] as const,
      callbackUrls: [callback],
      refreshTokenValidity: '1h' as const,
      refreshTokenRotation: { gracePeriodSeconds },
    },
  ],
})
const restartable = { ...options(30), dataFolder: newFolder() }
const pool = await createUserPool(restartable)
t.teardown(pool.close)

async function refresh(refresh_token: unknown, at = pool) {
  const answer = await requestTokens(at, {
    grant_type: 'refresh_token',
    refresh_token: String(refresh_token),
  })
  return { ...answer, next: answer.body.refresh_token }
}

t.test('each refresh gives another refresh token of the same sign-in', async t => {
  const tokens = await tokensFor(pool)
  const { body, next } = await refresh(tokens.refresh_token)
  t.strictSame(Object.keys(body), [
    'id_token',
    'access_token',
    'refresh_token',
    'expires_in',
    'token_type',
  ])
  t.not(next, tokens.refresh_token)
  const again = await refresh(next)
  t.equal(again.status, 200)
  t.equal(
    decodeJwt(String(again.body.access_token)).origin_jti,
    decodeJwt(tokens.access_token).origin_jti,
  )
})

t.test('the old one works within the grace period, counted from its first use', async t => {
  const { refresh_token } = await tokensFor(pool)
  const { next } = await refresh(refresh_token)
  clock.forward(29)
  const retried = await refresh(refresh_token)
  t.equal(retried.status, 200)
  clock.forward(1)
  const late = await refresh(refresh_token)
  t.equal(late.status, 400)
  t.strictSame(late.body, { error: 'invalid_grant' })
  t.equal((await refresh(next)).status, 200)
  t.equal((await refresh(retried.next)).status, 200)
})

t.test('without a grace period it works once', async t => {
  const strict = await createUserPool(options(0))
  t.teardown(strict.close)
  const { refresh_token } = await tokensFor(strict)
  t.equal((await refresh(refresh_token, strict)).status, 200)
  t.strictSame((await refresh(refresh_token, strict)).body, { error: 'invalid_grant' })
})

t.test('and is used once by two at the same time', async t => {
  let begun = 0
  let go = () => {}
  const both = new Promise<void>(resolve => {
    go = resolve
  })
  const strict = await createUserPool({
    ...options(0),
    // Both are past the first look at the token before either goes on.
    preTokenGeneration: async event => {
      if (event.triggerSource === 'TokenGeneration_RefreshTokens' && ++begun === 2) go()
      if (begun > 0) await both
      return event
    },
  })
  t.teardown(strict.close)
  const { refresh_token } = await tokensFor(strict)
  const answers = await Promise.all([1, 2].map(() => refresh(refresh_token, strict)))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 400])
  t.match(answers.find(({ status }) => status === 400)?.body, { error: 'invalid_grant' })
})

t.test('the last one runs out when the first one would have', async t => {
  const { refresh_token } = await tokensFor(pool)
  clock.forward(3000)
  const { next } = await refresh(refresh_token)
  clock.forward(599)
  const last = await refresh(next)
  t.equal(last.status, 200)
  clock.forward(1)
  t.strictSame((await refresh(last.next)).body, { error: 'invalid_grant' })
})

t.test('revoking any of them ends all', async t => {
  const { refresh_token } = await tokensFor(pool)
  const { next } = await refresh(refresh_token)
  const { id } = pool.client('web')
  t.equal(
    (await post(pool.revocationEndpoint, { token: refresh_token, client_id: id })).status,
    200,
  )
  t.strictSame((await refresh(next)).body, { error: 'invalid_grant' })
})

t.test('a replaced one stays replaced after a restart', async t => {
  const { refresh_token } = await tokensFor(pool)
  const { next } = await refresh(refresh_token)
  clock.forward(30)
  await pool.close()
  const again = await createUserPool(restartable)
  t.teardown(again.close)
  t.strictSame((await refresh(refresh_token, again)).body, { error: 'invalid_grant' })
  t.equal((await refresh(next, again)).status, 200)
})
