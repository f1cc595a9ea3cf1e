import Fastify, { type FastifyInstance } from 'fastify'
import { decodeJwt } from 'jose'
import t, { type Test } from 'tap'
import { cognito, type Principal } from '../../../src/cognito/index.ts'
import { oddities } from '../../../src/user-pool/index.ts'
import { invalidToken, letIn } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { bearer, resourceServer, startService, trusting } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const now = clock() / 1000
const strict = { now: clock, clockToleranceSeconds: 0 }

t.test('every oddity is let in', async t => {
  const service = await startService(t, pool, strict)
  for (const { kind, about } of oddities) {
    t.strictSame(await service.get(await pool.odd(kind)), letIn, `${kind}: ${about}`)
    t.equal(service.reason(), 'accepted')
  }
})

t.test('users and machines of every app client', async t => {
  const service = await startService(t, pool, strict)
  for (const { id } of pool.clients) {
    for (const user of ['alice@example.com', 'bob@example.com']) {
      t.strictSame(await service.get(await pool.accessToken({ clientId: id, user })), letIn, id)
    }
    t.strictSame(await service.get(await pool.machineToken({ clientId: id })), letIn, id)
  }
})

t.test('where an audience is demanded, users need it and machines may lack it', async t => {
  const audience = 'https://orders.example'
  const service = await startService(t, pool, { ...strict, audience })
  const user = async (aud: unknown) => service.get(await pool.accessToken({ claims: { aud } }))
  const machine = async (aud: unknown) => service.get(await pool.machineToken({ claims: { aud } }))
  for (const aud of [audience, [audience], ['https://other.example', audience]]) {
    t.strictSame(await user(aud), letIn)
    t.strictSame(await machine(aud), letIn)
  }
  t.strictSame(await machine(undefined), letIn)
  t.strictSame(await user(undefined), invalidToken)
  t.equal(service.reason(), 'wrong_audience')
  for (const aud of ['https://other.example', ['https://other.example'], [], '', null]) {
    t.strictSame(await machine(aud), invalidToken, JSON.stringify(aud))
    t.equal(service.reason(), 'wrong_audience')
  }
})

t.test('where none is demanded, aud does not matter', async t => {
  const service = await startService(t, pool, strict)
  for (const aud of ['https://other.example', ['a', 'b'], [], '', null, 7]) {
    const what = JSON.stringify(aud)
    t.strictSame(await service.get(await pool.accessToken({ claims: { aud } })), letIn, what)
    t.strictSame(await service.get(await pool.machineToken({ claims: { aud } })), letIn, what)
  }
})

t.test('the principal of a user', async t => {
  const token = await pool.accessToken({
    groups: ['admin', 'staff'],
    scopes: ['order.read', 'a/b'],
  })
  const principal = await principalFor(t, token)
  const { sub, id } = { ...pool.user('alice@example.com'), ...pool.client('web') }
  t.strictSame(plain(principal), {
    kind: 'user',
    subject: sub,
    username: sub,
    groups: ['admin', 'staff'],
    clientId: id,
    issuer: pool.issuer,
    tokenId: decodeJwt(token).jti,
    scopes: ['orders/order.read', 'a/b'],
    issuedAt: now,
    expiresAt: now + 3600,
    authenticatedAt: now,
    claims: decodeJwt(token),
  })
})

t.test('the principal of a machine has no name and no groups', async t => {
  const token = await pool.machineToken({ scopes: ['order.read'] })
  const principal = await principalFor(t, token)
  const { id } = pool.client('machine')
  t.strictSame(plain(principal), {
    kind: 'machine',
    subject: id,
    clientId: id,
    issuer: pool.issuer,
    tokenId: decodeJwt(token).jti,
    scopes: ['orders/order.read'],
    issuedAt: now,
    expiresAt: now + 3600,
    authenticatedAt: now,
    claims: decodeJwt(token),
  })
})

t.test('what a token may leave out', async t => {
  const claims = { scope: undefined, auth_time: undefined, 'cognito:groups': undefined }
  const principal = await principalFor(t, await pool.accessToken({ claims }))
  t.match(principal, { kind: 'user', groups: [], authenticatedAt: undefined })
  t.equal(principal.scopes.size, 0)
})

t.test('a name makes a user, also one called as its app client', async t => {
  const { id } = pool.client('machine')
  const claims = { username: 'robot' }
  t.match(await principalFor(t, await pool.machineToken({ claims })), {
    kind: 'user',
    username: 'robot',
    subject: id,
    groups: [],
  })
})

t.test('nothing about a principal can be changed', async t => {
  const claims = { nested: { list: [{ deep: 1 }] } }
  const principal = await principalFor(t, await pool.accessToken({ groups: ['a'], claims }))
  const machine = await principalFor(t, await pool.machineToken())
  const before = plain(principal)
  const changes: ((principal: Unguarded) => unknown)[] = [
    it => it.scopes.add('orders/order.admin'),
    it => it.scopes.delete('orders/order.read'),
    it => it.scopes.clear(),
    it => Object.assign(it.scopes, { has: () => true }),
    it => Object.assign(it, { kind: 'machine' }),
    it => Object.assign(it, { scopes: new Set(['orders/order.admin']) }),
    it => Object.assign(it, { extra: 1 }),
    it => Reflect.deleteProperty(it, 'subject') || fail(),
    it => Object.setPrototypeOf(it, { extra: 1 }),
    it => it.groups.push('admin'),
    it => Object.assign(it.groups, ['admin']),
    it => Object.assign(it.claims, { scope: 'orders/order.admin' }),
    it => Object.assign(it.claims.nested, { more: 1 }),
    it => it.claims.nested.list.push({ deep: 2 }),
    it => Object.assign(it.claims.nested.list[0] ?? {}, { deep: 2 }),
  ]
  for (const change of changes) {
    t.throws(() => change(principal as unknown as Unguarded), TypeError, String(change))
  }
  t.strictSame(plain(principal), before)
  t.throws(() => (machine as unknown as Unguarded).scopes.add('x'), {
    message: 'A principal cannot be changed: it is shared by all requests with its token',
  })
  const noGroups = await principalFor(t, await pool.accessToken({ groups: [] }))
  t.throws(() => (noGroups as unknown as Unguarded).groups.push('admin'), TypeError)
})

interface Unguarded {
  scopes: Set<string>
  groups: string[]
  claims: { nested: { list: object[] } }
}

function fail(): never {
  throw new TypeError('refused')
}

/** The principal a route sees, not a copy of it. */
async function principalFor(t: Test, token: string): Promise<Principal> {
  const app: FastifyInstance = Fastify()
  t.teardown(() => app.close())
  const seen: Principal[] = []
  await app.register(cognito, { ...trusting(pool), ...strict, resourceServer })
  app.get('/', { config: { authenticated: true } }, request => {
    seen.push(request.principal)
    return {}
  })
  for (let turn = 0; turn < 2; turn++) await app.inject({ url: '/', headers: bearer(token) })
  const [first, second] = seen
  if (first === undefined) throw new Error('the token was refused')
  t.equal(second, first, 'from the cache')
  return first
}

function plain({ scopes, ...others }: Principal): object {
  return { ...others, scopes: [...scopes] }
}
