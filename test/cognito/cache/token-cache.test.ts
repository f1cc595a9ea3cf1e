import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import t, { type Test } from 'tap'
import {
  expiredToken,
  insufficientScope,
  invalidToken,
  letIn,
} from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { type Service, type ServiceOptions, startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)

t.test('a token is verified once', async t => {
  const service = await start(t)
  const [one, another] = [await pool.accessToken(), await pool.accessToken()]
  t.strictSame(await hits(service, one, one, one), [false, true, true])
  t.strictSame(await hits(service, another, one, another), [false, true, true])
  t.equal(service.app.cognito.cacheSize, 2)
  t.strictSame(
    await service.send({ url: '/any', headers: { authorization: `bEARER ${one}` } }),
    letIn,
  )
  t.equal(service.cacheHit(), true)
})

t.test('and hashed no more while it is in use', async t => {
  const service = await start(t)
  const token = await pool.accessToken()
  const hashed = hashesOf(t, token)
  t.ok((await hashed(service)) > 0, 'to be verified')
  t.equal(await hashed(service), 1, 'to be found')
  t.equal(await hashed(service), 0)
  t.equal(service.decisions.length, 3)
})

t.test('but each time when it seldom comes', async t => {
  const service = await start(t)
  const token = await pool.accessToken()
  const hashed = hashesOf(t, token)
  t.ok((await hashed(service)) > 0, 'to be verified')
  for (let minute = 0; minute < 3; minute += 1) {
    clock.advance(60)
    t.equal(await hashed(service), 1)
  }
})

t.test('and refused from the moment it expires', async t => {
  const service = await start(t)
  const token = await pool.accessToken({ expiresIn: 60 })
  t.strictSame(await hits(service, token, token), [false, true])
  clock.advance(64.999)
  t.strictSame(await hits(service, token), [true])
  clock.advance(0.001)
  t.strictSame(await service.get(token), expiredToken)
  t.equal(service.cacheHit(), false)
  t.equal(service.app.cognito.cacheSize, 0)
})

t.test('another spelling of a cached token is another token', async t => {
  const service = await start(t)
  const token = await pool.accessToken()
  t.strictSame(await hits(service, token, token), [false, true], 'so that it is in use')
  const [header = '', payload = '', signature = ''] = token.split('.')
  const others = [
    ...Array.from('AQgw', last => token.slice(0, -1) + last),
    ...Array.from(
      'ABCD',
      (letter, index) => token.slice(0, -2 - index) + letter + token.slice(-1 - index),
    ),
    `${token}=`,
    `${token}==`,
    `${token}A`,
    token.slice(0, -1),
    `${header}.${payload}=.${signature}`,
    `${header}.${payload}.${signature.toLowerCase()}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload.slice(0, -1)}.${signature}`,
    `${header}..${signature}`,
    signature,
  ].filter(other => other !== token)
  for (const other of others) t.strictSame(await service.get(other), invalidToken, other)
  t.strictSame(await hits(service, token), [true])
  t.equal(service.app.cognito.cacheSize, 1)
})

t.test('what is refused is not remembered', async t => {
  const service = await start(t)
  const early = await pool.accessToken({ claims: { nbf: clock() / 1000 + 60 } })
  t.strictSame(await service.get(early), invalidToken)
  t.equal(service.app.cognito.cacheSize, 0)
  clock.advance(60)
  t.strictSame(await hits(service, early), [false])
})

t.test('the policy of the route is asked each time', async t => {
  const service = await start(t, {
    routes: { '/any': { authenticated: true }, '/write': { scopes: ['order.write'] } },
  })
  const reader = await pool.accessToken({ scopes: ['order.read'] })
  t.strictSame(await service.get(reader, '/write'), insufficientScope('orders/order.write'))
  t.equal(service.cacheHit(), false)
  t.strictSame(await service.get(reader), letIn)
  t.equal(service.cacheHit(), true)
  t.strictSame(await service.get(reader, '/write'), insufficientScope('orders/order.write'))
  t.equal(service.cacheHit(), true)
})

t.test('it holds as many tokens as it is told to, the newest', async t => {
  const service = await start(t, { tokenCacheSize: 2 })
  const [a, b, c] = [await pool.accessToken(), await pool.accessToken(), await pool.accessToken()]
  t.strictSame(await hits(service, a, b, c), [false, false, false])
  t.equal(service.app.cognito.cacheSize, 2)
  t.strictSame(await hits(service, c, a, b), [true, false, false])
  t.equal(service.app.cognito.cacheSize, 2)
})

t.test('and one in use besides, which newer ones do not drive out', async t => {
  const service = await start(t, { tokenCacheSize: 2 })
  const token = await pool.accessToken()
  t.strictSame(await hits(service, token, token), [false, true])
  const others = [await pool.accessToken(), await pool.accessToken(), await pool.accessToken()]
  t.strictSame(await hits(service, ...others), [false, false, false])
  t.strictSame(await hits(service, token), [true])
  t.equal(service.app.cognito.cacheSize, 2)
})

t.test('tokens that expired make room', async t => {
  const service = await start(t, { tokenCacheSize: 10 })
  for (const expiresIn of [60, 60, 60, 600]) {
    await service.get(await pool.accessToken({ expiresIn }))
  }
  t.equal(service.app.cognito.cacheSize, 4)
  clock.advance(65)
  await service.get(await pool.accessToken())
  t.equal(service.app.cognito.cacheSize, 2)
})

t.test('size 0 turns it off', async t => {
  const service = await start(t, { tokenCacheSize: 0 })
  const token = await pool.accessToken()
  t.strictSame(await hits(service, token, token), [false, false])
  t.equal(service.app.cognito.cacheSize, 0)
})

t.test('requests that wait for the same keys verify the same token side by side', async t => {
  pool.slowDown(50)
  t.teardown(() => pool.slowDown(0))
  const service = await start(t, { tokenCacheSize: 2 })
  const token = await pool.accessToken()
  const answers = await Promise.all([service.get(token), service.get(token), service.get(token)])
  t.strictSame(answers, [letIn, letIn, letIn])
  t.equal(service.app.cognito.cacheSize, 1)
  t.strictSame(await hits(service, token), [true])
})

function start(t: Test, options: ServiceOptions = {}): Promise<Service> {
  return startService(t, pool, { now: clock, ...options })
}

/** Sends good tokens, and tells for each whether it had been verified before. */
async function hits(service: Service, ...tokens: string[]): Promise<unknown[]> {
  const found: unknown[] = []
  for (const token of tokens) {
    const { status } = await service.get(token)
    found.push(status === 200 ? service.cacheHit() : status)
  }
  return found
}

/** Sends a good token, and tells how often it was hashed. */
function hashesOf(t: Test, token: string): (service: Service) => Promise<number> {
  t.teardown(syncBuiltinESMExports)
  const hashes = t.capture(crypto, 'hash', crypto.hash)
  syncBuiltinESMExports()
  return async service => {
    t.strictSame(await service.get(token), letIn)
    return hashes().filter(({ args }) => args[1] === token).length
  }
}
