import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import {
  invalidToken,
  keysUnavailable,
  letIn,
  missingToken,
} from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { startService } from '../../support/cognito-service.ts'
import { until } from '../../support/until.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const token = await pool.accessToken()

t.test('an outage at start: the service starts and says so', async t => {
  const before = goDown(t)
  const routes = { '/any': { authenticated: true }, '/open': { public: true } } as const
  const service = await startService(t, pool, { routes })

  t.test('a good token is answered 503, never 401 or 500, and without a challenge', async t => {
    for (let turn = 0; turn < 20; turn++) {
      const { headers, ...answer } = await service.get(token)
      const { headers: expected, ...rest } = keysUnavailable()
      t.strictSame(answer, rest)
      t.match(headers, { ...expected, 'retry-after': /^[12]$/ })
      t.strictSame(Object.keys(headers).sort(), Object.keys(expected).sort())
      t.equal(service.reason(), 'keys_unavailable')
    }
    t.ok(pool.keySetFetches - before < 10, 'the endpoint is left in peace')
  })

  t.test('what can be told without keys is told', async t => {
    t.strictSame(await service.get(), missingToken)
    t.strictSame(await service.get(await pool.forge('alg-none')), invalidToken)
    t.strictSame(await service.get(await pool.forge('iss-evil')), invalidToken)
    t.strictSame(await service.get(await pool.forge('jwe')), invalidToken)
    t.equal((await service.get(undefined, '/open')).body, 'let in')
  })

  t.test('the log tells of each attempt', async t => {
    const failures = service.log.filter(({ msg }) => msg === 'signing keys not refreshed')
    const { failures: counted } = service.keySet()
    t.equal(failures.length, counted)
    for (const { level, issuer, err } of failures) {
      t.strictSame({ level, issuer }, { level: 40, issuer: pool.issuer })
      t.match((err as Error).message, /^the key-set address cannot be read \(ECONN/)
    }
  })

  t.test('it resumes by itself after the longest wait there is', async t => {
    await until(() => pool.keySetFetches - before >= 4)
    pool.comeBack()
    await until(() => service.keySet().usable === true)
    t.strictSame(await service.get(token), letIn)
    const ends = service.log.filter(({ msg }) => msg === 'signing keys are refreshed again')
    t.strictSame(
      ends.map(({ level, issuer }) => [level, issuer]),
      [[30, pool.issuer]],
    )
  })
})

t.test('Retry-After is when the next attempt will have been made', async t => {
  goDown(t)
  const clock = createTestClock()
  const service = await startService(t, pool, { now: clock })
  t.strictSame(await service.get(token), keysUnavailable(1))
  // The first waits are of 0.25, 0.5, 1 and 1.5 s; nobody is kept waiting for more than 2 s.
  const seen = new Set<unknown>()
  for (let turn = 0; turn < 6; turn++) {
    clock.advance(2)
    seen.add((await service.get(token)).headers['retry-after'])
  }
  t.strictSame([...seen].sort(), ['1', '2'])
})

t.test('who hangs up while keys are fetched does no harm', async t => {
  pool.slowDown(200)
  t.teardown(() => pool.slowDown(0))
  const service = await startService(t, pool)
  const address = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }))
  const socket = connect(Number(address.port), address.hostname)
  await once(socket, 'connect')
  const received = once(service.app.server, 'request')
  socket.write(`GET /any HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`)
  await received
  socket.destroy()
  t.strictSame(await service.get(token), letIn)
  t.strictSame(
    service.log.filter(({ level }) => Number(level) >= 40),
    [],
  )
})

t.test('closing ends the fetch under way and answers who waits for it', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  await once(server, 'listening')
  const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const asked = once(server, 'request')
  const service = await startService(t, pool, { jwksUri })
  const waiting = service.get(token)
  const [request] = await asked
  const givenUp = once(request.socket, 'close')
  const logged = service.log.length
  await service.app.close()
  await givenUp
  t.equal((await waiting).status, 503)
  const failures = service.log.slice(logged).filter(({ msg }) => /not refreshed/.test(String(msg)))
  t.strictSame(failures, [], 'which is no failure to speak of')
})

t.test('closing ends the attempts to come', async t => {
  const before = goDown(t)
  const service = await startService(t, pool)
  await until(() => service.keySet().failures === 2)
  await service.app.close()
  const asked = pool.keySetFetches
  t.ok(asked >= before + 2)
  await setTimeout(600)
  t.equal(pool.keySetFetches, asked)
  t.equal(service.keySet().failures, 2)
})

/** @returns the number of fetches until now */
function goDown(t: Test): number {
  pool.goDown()
  t.teardown(pool.comeBack)
  return pool.keySetFetches
}
