import Fastify from 'fastify'
import { decodeJwt } from 'jose'
import t from 'tap'
import { cognito, type UserPoolOptions } from '../../src/cognito/index.ts'
import { invalidToken, keysUnavailable, letIn, missingToken } from '../support/cognito-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { bearer, resourceServer, startService, trusting } from '../support/cognito-service.ts'
import { createTestKey } from '../support/cognito-signing-key.ts'
import { createUserPool } from '../support/user-pool.ts'

const clock = createTestClock()
const [staff, customers] = await Promise.all([createUserPool({ clock }), createUserPool({ clock })])
t.teardown(staff.close)
t.teardown(customers.close)
const options = { userPools: [trusting(staff), trusting(customers)], now: clock }

t.test('two pools side by side', async t => {
  const service = await startService(t, staff, options)
  t.strictSame(await service.get(await staff.accessToken()), letIn)
  t.strictSame(await service.get(await customers.accessToken()), letIn)
  t.strictSame(await service.get(await customers.machineToken()), letIn)
  t.strictSame([...service.app.cognito.keySets.keys()], [staff.issuer, customers.issuer])
  t.strictSame([staff.keySetFetches, customers.keySetFetches], [1, 1])

  const third = await createUserPool({ clock })
  t.teardown(third.close)
  t.strictSame(await service.get(await third.accessToken()), invalidToken)
  t.equal(service.reason(), 'wrong_issuer')
  t.equal(third.keySetFetches, 0)
})

t.test('a token counts in the pool it says it is from, on its conditions', async t => {
  const service = await startService(t, staff, {
    ...options,
    userPools: [trusting(staff), { ...trusting(customers), audience: 'https://orders.example' }],
  })
  const staffClient = staff.client('web').id
  t.strictSame(
    await service.get(await customers.accessToken({ clientId: staffClient })),
    invalidToken,
  )
  t.equal(service.reason(), 'wrong_client')
  const posing = await staff.accessToken({ claims: { iss: customers.issuer } })
  t.strictSame(await service.get(posing), invalidToken)
  t.equal(service.reason(), 'unknown_key')
  t.strictSame(await service.get(await staff.accessToken()), letIn)
  t.strictSame(await service.get(await customers.accessToken()), invalidToken)
  t.equal(service.reason(), 'wrong_audience')
  const claims = { aud: 'https://orders.example' }
  t.strictSame(await service.get(await customers.accessToken({ claims })), letIn)
})

t.test('the same key id in two pools is two keys', async t => {
  const [staffKey, customerKey] = [createTestKey('same'), createTestKey('same')]
  staff.serve({ keys: [staffKey.jwk] })
  customers.serve({ keys: [customerKey.jwk] })
  t.teardown(() => staff.serve(undefined))
  t.teardown(() => customers.serve(undefined))
  const service = await startService(t, staff, options)
  const staffClaims = decodeJwt(await staff.accessToken())
  const customerClaims = decodeJwt(await customers.accessToken())
  for (let turn = 0; turn < 2; turn++) {
    t.strictSame(await service.get(staffKey.sign(staffClaims)), letIn)
    t.strictSame(await service.get(customerKey.sign(customerClaims)), letIn)
    for (const crossed of [staffKey.sign(customerClaims), customerKey.sign(staffClaims)]) {
      t.strictSame(await service.get(crossed), invalidToken)
      t.equal(service.reason(), 'invalid_signature')
    }
  }
})

t.test('an outage of one is none of the other, nor is its rotation', async t => {
  const service = await startService(t, staff, options)
  const token = await staff.accessToken()
  const customer = await customers.accessToken()
  t.strictSame(await service.get(token), letIn)
  t.strictSame(await service.get(customer), letIn)
  await customers.rotateKeys({ sameKeyIds: true })
  clock.advance(599)
  await service.get(await staff.forge('kid-unknown'))
  clock.advance(1)
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), true)
  t.strictSame(await service.get(customer), invalidToken)
  t.equal(service.reason(), 'invalid_signature')

  customers.goDown()
  t.teardown(customers.comeBack)
  clock.advance(86_400)
  t.strictSame(await service.get(await staff.accessToken()), letIn)
  t.strictSame(await service.get(await customers.accessToken()), keysUnavailable())
  t.strictSame(await service.get(await staff.accessToken()), letIn)
  t.strictSame(
    [...service.app.cognito.keySets].map(([issuer, { usable }]) => [issuer, usable]),
    [
      [staff.issuer, true],
      [customers.issuer, false],
    ],
  )
})

t.test('the two issuer hosts of one pool', async t => {
  const key = createTestKey('shared')
  staff.serve({ keys: [key.jwk] })
  t.teardown(() => staff.serve(undefined))
  const original = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI'
  const updated = 'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI'
  const { clientId } = trusting(staff)
  const pool: UserPoolOptions = { clientId, jwksUri: staff.jwksUri, issuer: [original, updated] }
  const service = await startService(t, staff, { userPools: [pool], now: clock })
  const claims = decodeJwt(await staff.accessToken())
  const withIssuer = (iss: string) => key.sign({ ...claims, iss })
  t.strictSame(await service.get(withIssuer(original)), letIn)
  t.strictSame(await service.get(withIssuer(updated)), letIn)
  t.strictSame(await service.get(withIssuer(staff.issuer)), invalidToken)

  const one = await startService(t, staff, {
    userPools: [{ ...pool, issuer: updated }],
    now: clock,
  })
  t.strictSame(await one.get(withIssuer(updated)), letIn)
  t.strictSame(await one.get(withIssuer(original)), invalidToken)
  t.equal(one.reason(), 'wrong_issuer')
})

t.test('two registrations in sibling scopes know nothing of each other', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  const scopes = [
    { prefix: '/staff', pool: staff, identifier: 'back-office' },
    { prefix: '/shop', pool: customers, identifier: 'shop' },
  ]
  const seen: unknown[] = []
  for (const { prefix, pool, identifier } of scopes) {
    app.register(
      async scope => {
        await scope.register(cognito, {
          ...trusting(pool),
          resourceServer: { ...resourceServer, identifier },
          now: clock,
          onDecision: ({ reason, cacheHit }) => seen.push([identifier, reason, cacheHit]),
        })
        scope.get('/', { config: { scopes: ['order.read'] } }, request => request.principal.issuer)
        scope.get('/status', { config: { public: true } }, () => [...scope.cognito.keySets.keys()])
      },
      { prefix },
    )
  }
  const get = async (url: string, token?: string) => {
    const { statusCode, headers, body } = await app.inject({ url, headers: bearer(token) })
    return [statusCode, headers['www-authenticate'] ?? body]
  }
  const read = (identifier: string) => ({ scopes: [`${identifier}/order.read`] })
  const employee = await staff.accessToken(read('back-office'))
  const customer = await customers.accessToken(read('shop'))
  t.strictSame(await get('/staff', employee), [200, staff.issuer])
  t.strictSame(await get('/shop', customer), [200, customers.issuer])
  const bad = 'error="invalid_token", error_description="The access token is invalid"'
  t.strictSame(await get('/staff', customer), [401, `Bearer realm="back-office", ${bad}`])
  t.strictSame(await get('/shop', employee), [401, `Bearer realm="shop", ${bad}`])
  const short =
    'error="insufficient_scope", error_description="The access token lacks a required scope"'
  t.strictSame(await get('/shop', await customers.accessToken(read('back-office'))), [
    403,
    `Bearer realm="shop", ${short}, scope="shop/order.read"`,
  ])
  t.strictSame(await get('/staff', employee), [200, staff.issuer])
  t.strictSame(seen, [
    ['back-office', 'accepted', false],
    ['shop', 'accepted', false],
    ['back-office', 'wrong_issuer', false],
    ['shop', 'wrong_issuer', false],
    ['shop', 'missing_scope', false],
    ['back-office', 'accepted', true],
  ])
  t.strictSame((await app.inject('/staff/status')).json(), [staff.issuer])
  t.strictSame((await app.inject('/shop/status')).json(), [customers.issuer])
})

t.test('one registration inside another is refused at start', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(cognito, { ...trusting(staff), resourceServer, now: clock })
  app.register(async scope => {
    await scope.register(cognito, { ...trusting(customers), resourceServer, now: clock })
  })
  await t.rejects(async () => void (await app.ready()), {
    message: /^cognito: registered in this scope, around it or inside it already: /,
  })
})

t.test('so is one around another, whichever comes first', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(async scope => {
    await scope.register(cognito, { ...trusting(staff), resourceServer, now: clock })
  })
  app.register(cognito, { ...trusting(customers), resourceServer, now: clock })
  await t.rejects(async () => void (await app.ready()), {
    message: /^cognito: registered in this scope, around it or inside it already: /,
  })
})

t.test('without token', async t => {
  const service = await startService(t, staff, options)
  t.strictSame(await service.get(), missingToken)
})
