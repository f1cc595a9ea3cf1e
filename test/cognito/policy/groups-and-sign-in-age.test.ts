import t from 'tap'
import type { RoutePolicy } from '../../../src/cognito/index.ts'
import {
  forbidden,
  insufficientScope,
  invalidToken,
  letIn,
  signInTooOld,
} from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const routes: Record<string, RoutePolicy> = {
  '/admin': { groups: ['admin'] },
  '/both': { groups: ['admin', 'staff'] },
  '/either': { groups: { anyOf: ['admin', 'staff'] } },
  '/scope-and-group': { scopes: ['order.write'], groups: ['admin'] },
  '/everything': { scopes: ['order.write'], groups: ['admin'], maxAge: 900 },
  '/recent': { maxAge: '15m' },
  '/this-century': { maxAge: '999999999d' },
}
const service = await startService(t, pool, { routes, now: clock })

t.test('a group is held by its exact name alone', async t => {
  const get = async (...groups: string[]) =>
    service.get(await pool.accessToken({ groups }), '/admin')
  t.strictSame(await get('admin'), letIn)
  t.strictSame(await get('staff', 'admin'), letIn)
  const nearMisses = ['Admin', 'ADMIN', 'admins', 'admi', ' admin', 'admin ', 'admin,staff', '*']
  for (const group of ['', 'staff', 'admin staff', 'orders/admin', '__proto__', ...nearMisses]) {
    t.strictSame(await get(group), forbidden, group)
    t.equal(service.reason(), 'missing_group', group)
  }
  t.strictSame(await get(), forbidden)
})

t.test('a list demands all of it, anyOf one of it', async t => {
  const get = async (url: string, ...groups: string[]) =>
    service.get(await pool.accessToken({ groups }), url)
  t.strictSame(await get('/both', 'admin', 'staff'), letIn)
  t.strictSame(await get('/both', 'staff'), forbidden)
  t.strictSame(await get('/either', 'staff'), letIn)
  t.strictSame(await get('/either', 'guest'), forbidden)
})

t.test('a scope is no group, and a group is no scope', async t => {
  const token = await pool.accessToken({ groups: [], claims: { scope: 'admin orders/admin' } })
  t.strictSame(await service.get(token, '/admin'), forbidden)
})

t.test('groups that are no list of texts make the token bad', async t => {
  for (const groups of ['admin', { admin: true }, ['admin', 1], [null], null, 1, true]) {
    const token = await pool.accessToken({ claims: { 'cognito:groups': groups } })
    t.strictSame(await service.get(token, '/admin'), invalidToken, JSON.stringify(groups))
    t.equal(service.reason(), 'invalid_claims')
  }
})

t.test('a machine is in no group, whatever its token says', async t => {
  const token = await pool.machineToken({ claims: { 'cognito:groups': ['admin', 'staff'] } })
  for (const url of ['/admin', '/both', '/either', '/scope-and-group']) {
    t.strictSame(await service.get(token, url), forbidden)
    t.equal(service.reason(), 'missing_group')
  }
})

t.test('the scope is named first, then the group, then the age of the sign-in', async t => {
  const get = async (scopes: string[], groups: string[], age: number) => {
    const claims = { auth_time: clock() / 1000 - age }
    return service.get(await pool.accessToken({ scopes, groups, claims }), '/everything')
  }
  t.strictSame(await get([], [], 901), insufficientScope('orders/order.write'))
  t.strictSame(await get(['order.write'], [], 901), forbidden)
  t.strictSame(await get(['order.write'], ['admin'], 901), signInTooOld(900))
  t.strictSame(await get(['order.write'], ['admin'], 900), letIn)
})

t.test('a sign-in may be as old as maxAge says and no older', async t => {
  const token = await pool.accessToken()
  t.strictSame(await service.get(token, '/recent'), letIn)
  clock.advance(900)
  t.strictSame(await service.get(token, '/recent'), letIn)
  clock.advance(0.001)
  t.strictSame(await service.get(token, '/recent'), signInTooOld(900))
  t.equal(service.reason(), 'sign_in_too_old')
  t.equal(service.cacheHit(), true)
})

t.test('a machine signs in by taking its token', async t => {
  const token = await pool.machineToken()
  t.strictSame(await service.get(token, '/recent'), letIn)
  clock.advance(901)
  t.strictSame(await service.get(token, '/recent'), signInTooOld(900))
})

t.test('a token that does not say when the user signed in is too old for any age', async t => {
  const token = await pool.accessToken({ claims: { auth_time: undefined } })
  t.strictSame(await service.get(token, '/recent'), signInTooOld(900))
  t.strictSame(await service.get(token, '/this-century'), signInTooOld(999_999_999 * 86_400))
  t.strictSame(await service.get(await pool.accessToken(), '/this-century'), letIn)
})

t.test('every unit of maxAge', async t => {
  const units: [maxAge: number | string, seconds: number][] = [
    [1, 1],
    ['1s', 1],
    ['90s', 90],
    ['2m', 120],
    ['2h', 7200],
    ['1d', 86_400],
  ]
  const ages = await startService(t, pool, {
    now: clock,
    routes: Object.fromEntries(units.map(([maxAge]) => [`/${maxAge}`, { maxAge }])),
  })
  for (const [maxAge, seconds] of units) {
    const at = async (age: number) => {
      const claims = { auth_time: clock() / 1000 - age }
      return ages.get(await pool.accessToken({ claims }), `/${maxAge}`)
    }
    t.strictSame(await at(seconds), letIn)
    t.strictSame(await at(seconds + 1), signInTooOld(seconds))
  }
})
