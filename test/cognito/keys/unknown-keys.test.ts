import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { createTokenBucket } from '../../../src/cognito/keys/token-bucket.ts'
import { invalidToken, keysUnavailable, letIn } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { type ServiceOptions, startService } from '../../support/cognito-service.ts'
import { until } from '../../support/until.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)

t.test('a bucket allows a burst and then a steady rate', async t => {
  let now = 1000
  const bucket = createTokenBucket(3, 2000, () => now)
  const take = (times: number) => Array.from({ length: times }, () => bucket.take())
  t.strictSame(take(5), [true, true, true, false, false])
  now += 1999
  t.strictSame(take(1), [false])
  now += 1
  t.strictSame(take(2), [true, false])
  now += 5000
  t.strictSame(take(3), [true, true, false])
  now += 1000
  t.strictSame(take(2), [true, false], 'the rest of the interval is not lost')
  now += 60_000
  t.strictSame(take(4), [true, true, true, false], 'never more than the burst')
  now -= 60_000
  t.strictSame(take(1), [false], 'a clock set back gives nothing')
  now += 2000
  t.strictSame(take(2), [true, false], 'and is not waited for')
})

t.test('fifty first requests at once make one fetch', async t => {
  pool.slowDown(100)
  t.teardown(() => pool.slowDown(0))
  const { service, fetches } = await start(t)
  const tokens = await Promise.all(Array.from({ length: 50 }, () => pool.accessToken()))
  const answers = await Promise.all(tokens.map(token => service.get(token)))
  t.strictSame(answers, Array(50).fill(letIn))
  t.equal(fetches(), 1)
})

t.test('a rotation works at the first try', async t => {
  const { service, fetches } = await start(t)
  const old = await pool.accessToken()
  t.strictSame(await service.get(old), letIn)
  await pool.rotateKeys()
  clock.advance(0.001)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(fetches(), 2)
  t.strictSame(await service.get(old), letIn)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(fetches(), 2)
})

t.test('and when the clock was set back meanwhile', async t => {
  const { service, fetches } = await start(t)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  clock.advance(-3600)
  t.teardown(() => clock.advance(3600))
  await pool.rotateKeys()
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(fetches(), 2)
})

t.test('and while the clock stands still', async t => {
  const { service, fetches } = await start(t)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  await pool.rotateKeys()
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(fetches(), 2)
})

t.test('and after an outage that made the waits long', async t => {
  const { service } = await start(t)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  pool.goDown()
  t.teardown(pool.comeBack)
  for (let turn = 0; turn < 10; turn++) {
    clock.advance(2)
    t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
  }
  t.equal(service.keySet().failures, 10)
  pool.comeBack()
  await pool.rotateKeys()
  clock.advance(2)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
})

t.test('a flood of unknown key ids makes a handful of fetches', async t => {
  const { service, fetches } = await start(t)
  const good = await pool.accessToken()
  t.strictSame(await service.get(good), letIn)
  for (let turn = 0; turn < 100; turn++) {
    clock.advance(0.001)
    t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
    t.equal(service.reason(), 'unknown_key')
  }
  t.equal(fetches(), 4)
  const flood = Array.from({ length: 50 }, async () => service.get(await pool.forge('kid-unknown')))
  t.strictSame(await Promise.all(flood), Array(50).fill(invalidToken))
  t.equal(fetches(), 4)

  t.strictSame(await service.get(good), letIn)
  t.equal(service.cacheHit(), true)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(fetches(), 4)

  t.test('a rotation right after it works within 3 s', async t => {
    await pool.rotateKeys()
    const rotated = await pool.accessToken()
    t.strictSame(await service.get(rotated), invalidToken)
    clock.advance(2)
    t.strictSame(await service.get(rotated), letIn)
    t.equal(fetches(), 5)
  })

  t.test('a flood that goes on takes over a rotation itself', async t => {
    await pool.rotateKeys()
    clock.advance(2)
    t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
    t.strictSame(await service.get(await pool.accessToken()), letIn)
    t.equal(fetches(), 6)
  })
})

t.test('fifty unknown key ids at once share a fetch, and one that began after them', async t => {
  const { service, fetches } = await start(t)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  pool.slowDown(100)
  t.teardown(() => pool.slowDown(0))
  const tokens = await Promise.all(Array.from({ length: 50 }, () => pool.forge('kid-unknown')))
  const answers = await Promise.all(tokens.map(token => service.get(token)))
  t.strictSame(answers, Array(50).fill(invalidToken))
  t.equal(fetches(), 3)
})

t.test('a key published while a fetch is under way is found by another', async t => {
  const keysBefore = JSON.stringify(pool.keySet)
  const [first, unknown] = [await pool.accessToken(), await pool.forge('kid-unknown')]
  await pool.rotateKeys()
  const keysAfter = JSON.stringify(pool.keySet)
  const rotated = await pool.accessToken()

  const asked: ServerResponse[] = []
  const answer = async (keys: string) => {
    await until(() => asked.length === 1)
    asked.shift()?.end(keys)
  }
  const jwksUri = await serve(t, response => asked.push(response))
  const { service } = await start(t, { jwksUri })
  await answer(keysBefore)
  t.strictSame(await service.get(first), letIn)

  clock.advance(0.001)
  const early = service.get(unknown)
  await until(() => asked.length === 1)
  clock.advance(0.001)
  const late = service.get(rotated)
  await answer(keysBefore)
  t.strictSame(await early, invalidToken)
  await answer(keysAfter)
  t.strictSame(await late, letIn)
})

t.test('nobody waits for longer than one fetch may take', async t => {
  const keys = JSON.stringify(pool.keySet)
  const asked: ServerResponse[] = []
  const jwksUri = await serve(t, response => asked.push(response))
  const { service } = await start(t, { jwksUri })
  await until(() => asked.length === 1)
  clock.advance(0.001)
  const waiting = service.get(await pool.forge('kid-unknown'))
  await until(() => service.log.some(({ msg }) => msg === 'incoming request'))
  clock.advance(2)
  asked[0]?.end(keys)
  t.strictSame(await waiting, invalidToken)
  t.equal(service.reason(), 'unknown_key')
  t.match(service.keySet(), { refreshes: 1, failures: 0 }, 'while the second fetch is under way')
  await until(() => asked.length === 2)
})

t.test('while the endpoint fails', async t => {
  const { service, fetches } = await start(t)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  pool.goDown()
  t.teardown(pool.comeBack)
  clock.advance(1)

  t.test('an unknown key id is refused as long as the set is fresh', async t => {
    for (let turn = 0; turn < 20; turn++) {
      t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
      t.equal(service.reason(), 'unknown_key')
    }
    t.ok(fetches() < 10, `${fetches()} fetches`)
    t.strictSame(await service.get(await pool.accessToken()), letIn)
  })

  t.test('nothing can be told of it once the set is past its age', async t => {
    clock.advance(600)
    t.strictSame(await service.get(await pool.forge('kid-unknown')), keysUnavailable())
    t.equal(service.reason(), 'keys_unavailable')
    t.strictSame(await service.get(await pool.accessToken()), letIn)
    t.strictSame(await service.get(await pool.forge('kid-unknown')), keysUnavailable())
  })

  t.test('and can be told again when the endpoint is back', async t => {
    pool.comeBack()
    clock.advance(60)
    t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
    t.equal(service.reason(), 'unknown_key')
  })
})

/** A service and how often it has asked for keys. */
async function start(t: Test, options: ServiceOptions = {}) {
  const before = pool.keySetFetches
  const service = await startService(t, pool, { now: clock, ...options })
  return { service, fetches: () => pool.keySetFetches - before }
}

async function serve(t: Test, ask: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => ask(response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
