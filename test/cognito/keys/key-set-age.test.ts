import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { invalidToken, keysUnavailable, letIn } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { type Service, type ServiceOptions, startService } from '../../support/cognito-service.ts'
import { until } from '../../support/until.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)

t.test('keys are asked for once, and again when they are too old', async t => {
  const service = await start(t)
  for (let turn = 0; turn < 5; turn++) {
    t.strictSame(await service.get(await pool.accessToken()), letIn)
  }
  // Later on they may be asked for in the background.
  clock.advance(479)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(pool.keySetFetches, 1)
  t.equal(service.keySet().refreshes, 1)
  clock.advance(121)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(pool.keySetFetches, 2)
  t.equal(service.keySet().refreshes, 2)
})

t.test('a key taken out of the set in an emergency is refused within the maximum age', async t => {
  const service = await start(t)
  const old = await pool.accessToken()
  t.strictSame(await service.get(old), letIn)
  await pool.rotateKeys({ keepOld: false })
  clock.advance(479)
  t.strictSame(await service.get(old), letIn)
  clock.advance(121)
  t.strictSame(await service.get(old), invalidToken)
  t.equal(service.reason(), 'unknown_key')
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(service.app.cognito.cacheSize, 1)
})

t.test('new key material under an old key id takes effect, also on what was cached', async t => {
  const service = await start(t)
  const old = await pool.accessToken()
  t.strictSame(await service.get(old), letIn)
  t.strictSame(await service.get(old), letIn)
  t.equal(service.cacheHit(), true)
  await pool.rotateKeys({ sameKeyIds: true })
  clock.advance(600)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.strictSame(await service.get(old), invalidToken)
  t.equal(service.reason(), 'invalid_signature')
})

t.test('instances ask again at different times', async t => {
  const { random } = Math
  t.teardown(() => {
    Math.random = random
  })
  const startWith = async (fraction: number) => {
    Math.random = () => fraction
    const service = await start(t)
    await until(() => service.keySet().refreshes === 1)
    return service
  }
  const late = await startWith(0.999)
  const early = await startWith(0)
  clock.advance(0.81 * 600)
  await until(() => early.keySet().refreshes === 2)
  t.equal(late.keySet().refreshes, 1)
  clock.advance(0.14 * 600)
  await until(() => late.keySet().refreshes === 2)
})

t.test('keys are asked for again in the background, before they are too old', async t => {
  const before = pool.keySetFetches
  // The clock stands still, so that no request finds the keys too old.
  const service = await start(t, { jwksMaxAgeSeconds: 1 })
  const refreshed = async () => {
    const asked = pool.keySetFetches
    await until(() => pool.keySetFetches > asked)
    await until(() => {
      const { refreshes, failures } = service.keySet()
      return refreshes + failures === pool.keySetFetches - before
    })
  }
  const token = await pool.accessToken()
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), false)

  pool.serve({ keys: pool.keySet.keys.toReversed().map(key => ({ ...key, note: 1 })) })
  await refreshed()
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), true, 'the same set, in whatever order, begins no new generation')

  pool.serve({ keys: [...pool.keySet.keys, { kty: 'EC', kid: 'not-used' }] })
  await refreshed()
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), true, 'nor does a key more that is not used')

  pool.serve(undefined)
  await pool.rotateKeys()
  await refreshed()
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), false, 'a key more does')
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), true)
})

t.test('while the endpoint fails, keys are used until they are stale', async t => {
  const service = await start(t, { jwksMaxStaleSeconds: 7200 })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  goDown(t)
  clock.advance(600)
  const token = await pool.accessToken()
  t.strictSame(await service.get(token), letIn)
  t.strictSame(await service.get(token), letIn)
  t.equal(service.cacheHit(), true)
  t.match(service.keySet(), { usable: true, age: 600_000, refreshes: 1 })

  clock.advance(6599.999)
  const last = await pool.accessToken()
  t.strictSame(await service.get(last), letIn)
  clock.advance(0.001)
  t.match(service.keySet(), { usable: false, age: 7_200_000, refreshes: 1 })
  for (const refused of [last, await pool.accessToken()]) {
    const { headers, ...answer } = await service.get(refused)
    const { headers: expected, ...rest } = keysUnavailable()
    t.strictSame(answer, rest)
    t.match(headers, { ...expected, 'retry-after': /^[12]$/ })
    t.notOk('www-authenticate' in headers)
    t.equal(service.reason(), 'keys_unavailable')
  }

  pool.comeBack()
  clock.advance(2)
  t.strictSame(await service.get(last), letIn)
  t.match(service.keySet(), { usable: true, age: 0, refreshes: 2 })
})

t.test('a set that is no good keeps the old one', async t => {
  t.teardown(() => pool.serve(undefined))
  for (const bad of ['<html>', { keys: [] }, { keys: [{ kty: 'RSA' }] }, 'x'.repeat(70_000)]) {
    const service = await start(t)
    t.strictSame(await service.get(await pool.accessToken()), letIn)
    pool.serve(bad)
    clock.advance(600)
    t.strictSame(await service.get(await pool.accessToken()), letIn)
    t.match(service.keySet(), { usable: true, age: 600_000, refreshes: 1 })
    pool.serve(undefined)
  }
})

t.test('the endpoint is asked as soon as keys are stale, however often it failed', async t => {
  const service = await start(t, { jwksMaxStaleSeconds: 900 })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  goDown(t)
  clock.advance(600)
  // Each failure makes the next wait longer, up to half a minute.
  for (let turn = 0; turn < 9; turn++) {
    await service.get(await pool.forge('kid-unknown'))
    clock.advance(33)
  }
  await service.get(await pool.forge('kid-unknown'))
  pool.comeBack()
  t.match(service.keySet(), { usable: true, age: 897_000, refreshes: 1 })
  clock.advance(3)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.match(service.keySet(), { usable: true, age: 0, refreshes: 2 })
})

t.test('keys are never stale before they are too old', async t => {
  const service = await start(t, { jwksMaxStaleSeconds: 1 })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  goDown(t)
  clock.advance(300)
  t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
  t.equal(service.keySet().failures, 1)
  clock.advance(299.999)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  clock.advance(0.001)
  t.equal((await service.get(await pool.accessToken())).status, 503)
})

t.test('the longest age there is does not make a timer run over', async t => {
  const service = await start(t, { jwksMaxAgeSeconds: Number.MAX_SAFE_INTEGER })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  await setTimeout(50)
  t.equal(service.keySet().refreshes, 1)
})

t.test('what can be told of the keys from outside', async t => {
  const service = await start(t)
  const before = { usable: false, age: undefined, refreshes: 0, failures: 0 }
  t.strictSame([...service.app.cognito.keySets], [[pool.issuer, before]])
  await service.get(await pool.accessToken())
  const after = { usable: true, age: 0, refreshes: 1, failures: 0 }
  t.strictSame([...service.app.cognito.keySets], [[pool.issuer, after]])
  clock.advance(1.5)
  t.equal(service.keySet().age, 1500)
  clock.advance(600)
  t.equal(service.keySet().usable, false, 'not before they have been asked for again')
})

function start(t: Test, options: ServiceOptions = {}): Promise<Service> {
  return startService(t, pool, { now: clock, ...options })
}

function goDown(t: Test): void {
  pool.goDown()
  t.teardown(pool.comeBack)
}
