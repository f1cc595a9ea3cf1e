import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { start } from '../../src/start/start.ts'
import { NEW_ORDER } from '../orders/sample.ts'
import { freePort } from '../support/free-port.ts'
import { findRedis, startRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'
import { untilClosed } from '../support/until-closed.ts'
import { createUserPool } from '../support/user-pool.ts'

/** The service beside a user pool that it does not start itself, as in production. */
async function startService(t: Test, more: Record<string, string> = {}) {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const port = await freePort()
  const metricsPort = await freePort()
  const running = await start(
    {
      HOST: '127.0.0.1',
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      LOG_LEVEL: 'silent',
      // The machine may be busy, and this is not about that.
      MAX_EVENT_LOOP_DELAY_MS: '0',
      DATABASE_URL: `file:${t.testdir()}/orders.db`,
      COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
      COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
      COGNITO_ISSUER: pool.issuer,
      COGNITO_JWKS_URI: pool.jwksUri,
      ...more,
    },
    { print: () => {}, isTerminal: false },
  )
  const url = `http://127.0.0.1:${port}`
  await until(async () => (await fetch(`${url}/readyz`)).status === 200)
  return { ...running, url, port, metricsPort, token: await pool.accessToken() }
}

/** A request whose body comes in two parts. */
async function beginOrder(port: number, token: string) {
  const body = JSON.stringify(NEW_ORDER)
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  await once(socket, 'connect')
  socket.write(
    [
      'POST /orders HTTP/1.1',
      'Host: a',
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Expect: 100-continue',
      '',
      '',
    ].join('\r\n'),
  )
  // Now the service has the headers.
  await once(socket, 'data')
  return {
    async finish() {
      const answer = untilClosed(socket)
      socket.write(body)
      return answer
    },
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  const is = await once(socket, 'connect').then(
    () => true,
    () => false,
  )
  socket.destroy()
  return is
}

t.test('closing: not ready first, then the requests under way, then the end', async t => {
  const service = await startService(t, { SHUTDOWN_DELAY_SECONDS: '1' })
  const { url, port, metricsPort, token } = service
  t.equal(service.closeTimeout, 11_000)
  const order = await beginOrder(port, token)

  const closed = service.close()
  const ready = await fetch(`${url}/readyz`)
  t.equal(ready.status, 503)
  t.equal(ready.headers.get('retry-after'), '1')
  t.match(await ready.json(), { code: 'unavailable', detail: 'Not ready: shutdown.' })
  const late = await fetch(`${url}/hello`, { headers: { authorization: `Bearer ${token}` } })
  t.equal(late.status, 200, 'who has not noticed yet is served')
  t.equal(late.headers.get('connection'), 'keep-alive')
  t.equal((await fetch(`${url}/livez`)).status, 200)

  // The delay is over when no connection is accepted any more.
  await until(async () => !(await isListening(port)))
  t.ok(await isListening(metricsPort), 'metrics are there to the end')
  const answer = await order.finish()
  t.match(answer, /^HTTP\/1\.1 201 Created\r\n/)
  t.match(answer, /\r\nconnection: close\r\n/i)
  await closed
  t.notOk(await isListening(metricsPort))
  await service.close()
})

t.test('without a delay', async t => {
  const service = await startService(t, { SHUTDOWN_DELAY_SECONDS: '0' })
  t.equal(service.closeTimeout, 10_000)
  await service.close()
  t.notOk(await isListening(service.port))
})

t.test('metrics are on a port of their own, and on no other', async t => {
  const service = await startService(t, { SHUTDOWN_DELAY_SECONDS: '0' })
  t.teardown(service.close)
  t.equal((await fetch(`${service.url}/metrics`)).status, 404)
  const text = await (await fetch(`http://127.0.0.1:${service.metricsPort}/metrics`)).text()
  t.match(
    text,
    /^http_request_duration_seconds_count\{method="GET",route="\/readyz",status="200"\} \d+$/m,
  )
  t.match(
    text,
    /^http_request_duration_seconds_count\{method="GET",route="unknown",status="404"\} 1$/m,
  )
})

t.test('the limits of the settings hold, with Redis if there is one', async t => {
  const redis = findRedis() ? { REDIS_URL: (await startRedis(t)).url } : {}
  const service = await startService(t, {
    ...redis,
    SHUTDOWN_DELAY_SECONDS: '0',
    RATE_LIMIT_PER_MINUTE: '3',
    TRUST_PROXY: '1',
  })
  t.teardown(service.close)
  const call = () =>
    fetch(`${service.url}/hello`, { headers: { authorization: `Bearer ${service.token}` } })
  const statuses: number[] = []
  for (let turn = 0; turn < 4; turn++) statuses.push((await call()).status)
  t.strictSame(statuses, [200, 200, 200, 429])
  const metrics = async () =>
    (await fetch(`http://127.0.0.1:${service.metricsPort}/metrics`)).text()
  t.match(await metrics(), /^rate_limited_requests_total\{limit="principal"\} 1$/m)
  if (!findRedis()) return
  await until(async () => {
    await call()
    return /^rate_limit_store_available 1$/m.test(await metrics())
  })
})
