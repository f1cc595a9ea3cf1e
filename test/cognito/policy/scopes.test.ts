import t from 'tap'
import { scopeSet } from '../../../src/cognito/token/scope-set.ts'
import { insufficientScope, invalidToken, letIn } from '../../support/cognito-answers.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)

const write = 'orders/order.write'
const service = await startService(t, pool, {
  routes: {
    '/write': { scopes: ['order.write'] },
    '/both': { scopes: ['order.read', 'order.write'] },
    '/either': { scopes: { anyOf: ['order.read', 'order.write'] } },
    '/any': { authenticated: true },
  },
})
const withScope = (scope: unknown) => pool.accessToken({ claims: { scope } })

t.test('a scope is granted by its exact name alone', async t => {
  const nearMisses = [
    'orders/order.write2',
    'orders/order.writ',
    'orders/order.writeX',
    'orders/order.write.all',
    'orders/order_write',
    'orders/orderXwrite',
    'orders/order-write',
    'Orders/order.write',
    'orders/Order.Write',
    'ORDERS/ORDER.WRITE',
    'orders%2Forder.write',
    'orders\\order.write',
    'orders//order.write',
    '/orders/order.write',
    'orders/order.write/',
    'orders/order.read',
    'orders/*',
    'orders/order.*',
    'orders/',
    'orders',
    '*',
    'order.write',
    '/order.write',
    'billing/order.write',
    'billing/orders/order.write',
    'myorders/order.write',
    'orders:order.write',
    'orders.order.write',
    'openid',
    'aws.cognito.signin.user.admin',
    'admin',
    '__proto__',
    'constructor',
    'ördersorder.write',
    'оrders/order.write',
    'orders/order.write\u0000',
    '\u0000orders/order.write',
    'orders/order.write\u200b',
  ]
  for (const scope of nearMisses) {
    const what = JSON.stringify(scope)
    t.strictSame(
      await service.get(await withScope(scope), '/write'),
      insufficientScope(write),
      what,
    )
    t.equal(service.reason(), 'missing_scope', what)
  }
})

t.test('scopes are parted by U+0020 and by nothing else', async t => {
  for (const separator of [
    '\t',
    '\n',
    '\r',
    '\v',
    '\f',
    '\u0000',
    '\u00a0',
    '\u2003',
    '\u3000',
  ].concat(',', ', ', ';', '+', '%20', '|')) {
    const scope = `orders/order.read${separator}orders/order.write`
    const what = JSON.stringify(scope)
    const answer = await service.get(await withScope(scope), '/both')
    t.strictSame(answer, insufficientScope('orders/order.read orders/order.write'), what)
  }
  for (const scope of [
    `  ${write}  `,
    `openid  ${write}`,
    ` a   b ${write} c `,
    `${write} ${write}`,
  ]) {
    t.strictSame(await service.get(await withScope(scope), '/write'), letIn, scope)
  }
})

t.test('a token without scope is good and grants nothing', async t => {
  for (const scope of [undefined, '', ' ', '    ']) {
    const token = await withScope(scope)
    t.strictSame(await service.get(token), letIn)
    t.strictSame(await service.get(token, '/write'), insufficientScope(write))
    t.equal(service.reason(), 'missing_scope')
  }
})

t.test('a scope claim that is no text makes the token bad', async t => {
  for (const scope of [[write], [], { [write]: true }, null, true, 1]) {
    const what = JSON.stringify(scope)
    t.strictSame(await service.get(await withScope(scope), '/write'), invalidToken, what)
    t.equal(service.reason(), 'invalid_claims', what)
  }
})

t.test('other claims grant no scope', async t => {
  for (const claims of [{ scp: [write] }, { scopes: write }, { permissions: [write] }]) {
    const token = await pool.accessToken({ scopes: [], claims })
    t.strictSame(await service.get(token, '/write'), insufficientScope(write))
  }
  const token = await pool.accessToken({ scopes: [], groups: [write, 'order.write'] })
  t.strictSame(await service.get(token, '/write'), insufficientScope(write))
})

t.test('a list demands all of it, and the challenge names all of it', async t => {
  const both = insufficientScope('orders/order.read orders/order.write')
  const get = async (...scopes: string[]) =>
    service.get(await pool.accessToken({ scopes }), '/both')
  t.strictSame(await get('order.read', 'order.write'), letIn)
  t.strictSame(await get('order.write', 'openid', 'order.read'), letIn)
  t.strictSame(await get('order.read'), both)
  t.strictSame(await get('order.write'), both)
  t.strictSame(await get('openid'), both)
})

t.test('anyOf demands one of it', async t => {
  const get = async (...scopes: string[]) =>
    service.get(await pool.accessToken({ scopes }), '/either')
  t.strictSame(await get('order.read'), letIn)
  t.strictSame(await get('order.write'), letIn)
  t.strictSame(await get('order.read', 'order.write'), letIn)
  t.strictSame(await get('openid'), insufficientScope('orders/order.read orders/order.write'))
})

t.test('machines are held to scopes as users are', async t => {
  const get = async (...scopes: string[]) =>
    service.get(await pool.machineToken({ scopes }), '/write')
  t.strictSame(await get('order.write'), letIn)
  t.strictSame(await get('order.read'), insufficientScope(write))
  t.strictSame(await get(), insufficientScope(write))
})

t.test('the identifier of a resource server may be a URL', async t => {
  const identifier = 'https://api.example.com/v1'
  const urlService = await startService(t, pool, {
    resourceServer: { identifier, scopes: ['order.write'] },
    realm: 'orders',
    routes: { '/write': { scopes: ['order.write'] } },
  })
  const get = async (scope: string) => urlService.get(await withScope(scope), '/write')
  t.strictSame(await get('https://api.example.com/v1/order.write'), letIn)
  for (const scope of [
    'https://api.example.com/order.write',
    'https://api.example.com/v2/order.write',
  ].concat('v1/order.write', 'order.write', 'orders/order.write', 'https://api.example.com/v1')) {
    t.strictSame(await get(scope), insufficientScope(`${identifier}/order.write`), scope)
  }
})

t.test('tokens with the same scope claim share a set, and not without bounds', async t => {
  const set = scopeSet('a b')
  t.strictSame([...set], ['a', 'b'])
  t.equal(scopeSet('a b'), set)
  const others = Array.from({ length: 1000 }, (_, index) => `scope-${index}`)
  t.strictSame(
    others.map(scope => [...scopeSet(scope)]),
    others.map(scope => [scope]),
  )
  t.not(scopeSet('a b'), set, 'the oldest are forgotten')
  t.strictSame([...scopeSet('a b')], ['a', 'b'])
})
