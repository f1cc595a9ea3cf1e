import { createHash } from 'node:crypto'
import t from 'tap'
import type { Decision, RoutePolicy } from '../../../src/cognito/index.ts'
import { invalidToken, letIn } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const routes: Record<string, RoutePolicy> = {
  '/orders/:id': { scopes: ['order.read'] },
  '/admin': { groups: ['admin'] },
  '/recent': { maxAge: 60 },
  '/open': { public: true },
}

t.test('every decision is told, without anything of the token but its fingerprint', async t => {
  const service = await startService(t, pool, { now: clock, routes })
  const good = await pool.accessToken()
  const noScope = await pool.accessToken({ scopes: [] })
  const noGroup = await pool.accessToken({ groups: [] })
  const longAgo = await pool.accessToken({ claims: { auth_time: 0 } })
  const expired = await pool.forge('exp-past')
  const order = '/orders/:id'
  const refused = 'refused'
  const expected: [token: string | undefined, url: string, decision: Partial<Decision>][] = [
    [good, '/orders/17?a=b', { outcome: 'accepted', reason: 'accepted', route: order }],
    [good, '/orders/18', { outcome: 'accepted', reason: 'accepted', route: order, cacheHit: true }],
    [undefined, '/orders/17', { reason: 'missing_token', statusCode: 401, route: order }],
    ['two tokens', '/orders/17', { reason: 'malformed_header', statusCode: 400, route: order }],
    ['x', '/orders/17', { reason: 'malformed_token', statusCode: 401, route: order }],
    [expired, '/orders/17', { reason: 'token_expired', statusCode: 401, route: order }],
    [noScope, '/orders/17', { reason: 'missing_scope', statusCode: 403, route: order }],
    [
      noScope,
      '/orders/17',
      { reason: 'missing_scope', statusCode: 403, route: order, cacheHit: true },
    ],
    [noGroup, '/admin', { reason: 'missing_group', statusCode: 403, route: '/admin' }],
    [longAgo, '/recent', { reason: 'sign_in_too_old', statusCode: 401, route: '/recent' }],
  ]
  for (const [token, url, decision] of expected) {
    await service.get(token, url)
    const { durationMs, ...told } = service.decisions.at(-1) ?? {}
    t.strictSame(told, {
      outcome: refused,
      statusCode: undefined,
      method: 'GET',
      tokenFingerprint: token === undefined ? undefined : fingerprint(token),
      cacheHit: false,
      ...decision,
    })
    t.ok(typeof durationMs === 'number' && durationMs >= 0 && durationMs < 60_000)
  }
  t.equal(service.decisions.length, expected.length)
  await service.get(good, '/open')
  await service.get(good, '/nowhere')
  t.equal(service.decisions.length, expected.length, 'nothing was decided on public routes')
})

t.test('the fingerprint is the same where no token is remembered', async t => {
  const service = await startService(t, pool, { now: clock, tokenCacheSize: 0 })
  const token = await pool.accessToken()
  await service.get(token)
  t.match(service.decisions, [{ reason: 'accepted', tokenFingerprint: fingerprint(token) }])
})

t.test('also that the keys cannot be had', async t => {
  pool.goDown()
  t.teardown(pool.comeBack)
  const service = await startService(t, pool, { now: clock })
  const token = await pool.accessToken()
  await service.get(token)
  const { durationMs, ...told } = service.decisions[0] ?? {}
  t.strictSame(told, {
    outcome: 'refused',
    reason: 'keys_unavailable',
    statusCode: 503,
    method: 'GET',
    route: '/any',
    tokenFingerprint: fingerprint(token),
    cacheHit: false,
  })
  t.ok(Number(durationMs) >= 0)
})

for (const [when, onDecision] of Object.entries({
  'at once': () => {
    throw new Error('out of order')
  },
  later: () => Promise.reject(new Error('out of order')),
})) {
  t.test(`who listens cannot change what is decided, when it throws ${when}`, async t => {
    const service = await startService(t, pool, { now: clock, onDecision })
    t.strictSame(await service.get(await pool.accessToken()), letIn)
    t.strictSame(await service.get(await pool.forge('exp-infinite')), invalidToken)
    const failures = service.log.filter(({ msg }) => msg === 'onDecision failed')
    t.strictSame(
      failures.map(({ level, err }) => [level, (err as Error).message]),
      [
        [50, 'out of order'],
        [50, 'out of order'],
      ],
    )
  })
}

t.test('nobody has to listen', async t => {
  const service = await startService(t, pool, { now: clock, onDecision: undefined } as object)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.strictSame(await service.get(await pool.forge('iss-evil')), invalidToken)
})

t.test('refusals are logged in the same words', async t => {
  const service = await startService(t, pool, { now: clock, routes })
  const token = await pool.accessToken({ scopes: [] })
  const lines = async (sent: string | undefined, url: string) => {
    const from = service.log.length
    await service.get(sent, url)
    return service.log
      .slice(from)
      .filter(({ reason }) => reason !== undefined)
      .map(({ level, reason, tokenFingerprint, route, msg }) => ({
        level,
        reason,
        tokenFingerprint,
        route,
        msg,
      }))
  }
  const msg = 'request refused'
  const route = '/orders/:id'
  const tokenFingerprint = fingerprint(token)
  t.strictSame(await lines(token, '/orders/17'), [
    { level: 30, reason: 'missing_scope', tokenFingerprint, route, msg },
  ])
  t.strictSame(await lines(undefined, '/orders/17'), [
    { level: 30, reason: 'missing_token', tokenFingerprint: undefined, route, msg },
  ])
  t.strictSame(await lines(await pool.accessToken(), '/orders/17'), [])

  pool.goDown()
  t.teardown(pool.comeBack)
  clock.advance(90_000)
  const late = await pool.accessToken()
  t.strictSame(await lines(late, '/admin'), [
    {
      level: 40,
      reason: 'keys_unavailable',
      tokenFingerprint: fingerprint(late),
      route: '/admin',
      msg,
    },
  ])
})

t.test('no part of a token comes into a log line or an event', async t => {
  const service = await startService(t, pool, { now: clock, routes })
  const tokens = [
    await pool.accessToken(),
    await pool.machineToken(),
    await pool.idToken(),
    await pool.accessToken({ scopes: [], groups: [] }),
    await pool.forge('exp-past'),
    await pool.forge('too-long'),
    await pool.forge('payload-tampered'),
    await pool.forge('percent-encoded-dots'),
    'secret-that-is-no-token',
    'secret, Bearer another-secret',
  ]
  for (const token of tokens) {
    for (const url of ['/orders/17', '/admin', '/recent', '/open', '/nowhere']) {
      await service.get(token, url)
    }
  }
  const told = JSON.stringify([service.log, service.decisions])
  t.ok(service.log.length > tokens.length * 5)
  for (const token of tokens) {
    for (const part of token.split(/[.%, ]/).filter(({ length }) => length > 10)) {
      for (let at = 0; at + 20 < part.length; at += 7) {
        if (told.includes(part.slice(at, at + 20))) t.fail(`${part} stands in the log`)
      }
      t.notOk(told.includes(part))
    }
  }
})

function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64url').slice(0, 16)
}
