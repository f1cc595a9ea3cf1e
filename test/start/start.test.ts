import t, { type Test } from 'tap'
import type { Environment } from '../../src/config/index.ts'
import { start } from '../../src/start/start.ts'
import { startBlock } from '../../src/start/start-block.ts'
import { freePort } from '../support/free-port.ts'
import { createUserPool } from '../support/user-pool.ts'

// The data folder is made where the process is.
process.chdir(t.testdir())

/** Starts the service on free ports; it ends with the test. */
async function startService(t: Test, environment: Environment = {}) {
  const PORT = String(await freePort())
  const USER_POOL_PORT = String(await freePort())
  const WEB_PORT = String(await freePort())
  let printed = ''
  const { close } = await start(
    {
      LOG_LEVEL: 'silent',
      MAX_EVENT_LOOP_DELAY_MS: '0',
      PORT,
      USER_POOL_PORT,
      WEB_PORT,
      ...environment,
    },
    {
      print: text => {
        printed += text
      },
      isTerminal: false,
    },
  )
  t.teardown(close)
  const token = /Bearer ([^']+)'/.exec(printed)?.[1]
  return { close, printed, api: `http://localhost:${PORT}`, authorization: `Bearer ${token}` }
}

t.test('the second start finds what the first one left', async t => {
  const USER_POOL_PORT = String(await freePort())
  const first = await startService(t, { USER_POOL_PORT })
  const made = await fetch(`${first.api}/orders`, {
    method: 'POST',
    headers: { authorization: first.authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ currency: 'EUR', items: [{ sku: 'a', quantity: 1, unitPrice: 1 }] }),
  })
  t.equal(made.status, 201)
  await first.close()

  const second = await startService(t, { USER_POOL_PORT })
  const { authorization } = first
  const found = await fetch(`${second.api}${made.headers.get('location')}`, {
    headers: { authorization },
  })
  t.equal(found.status, 200, 'the order is there, and a token of the first run still good')
})

t.test('closing twice does no harm', async t => {
  const { close, api } = await startService(t)
  await Promise.all([close(), close()])
  await t.rejects(fetch(`${api}/livez`), { cause: { code: 'ECONNREFUSED' } })
})

t.test('a resource server with another name', async t => {
  const identifier = 'https://api.example.com/v1'
  const { api, authorization } = await startService(t, { RESOURCE_SERVER_ID: identifier })
  const reply = await fetch(`${api}/token-info`, { headers: { authorization } })
  const { scope } = (await reply.json()) as { scope: string }
  t.match(scope, `${identifier}/order.write`)
  const orders = await fetch(`${api}/orders`, { headers: { authorization } })
  t.equal(orders.status, 200)
})

t.test('addresses of your own', async t => {
  const USER_POOL_PORT = String(await freePort())
  const { api, printed, authorization } = await startService(t, {
    PUBLIC_URL: 'https://api.example.com',
    USER_POOL_PORT,
    USER_POOL_URL: `http://127.0.0.1:${USER_POOL_PORT}`,
    CORS_ORIGINS: 'https://app.example.com',
  })
  t.match(printed, "\ncurl -i 'https://api.example.com/orders' ")
  t.match(printed, `\n  User pool    http://127.0.0.1:${USER_POOL_PORT} `)
  const reply = await fetch(`${api}/token-info`, {
    headers: { authorization, origin: 'https://app.example.com' },
  })
  t.equal(reply.headers.get('access-control-allow-origin'), 'https://app.example.com')
  t.match(await reply.json(), { iss: new RegExp(`^http://127.0.0.1:${USER_POOL_PORT}/`) })
})

t.test('an address instead of a name', async t => {
  const { printed } = await startService(t, { HOST: '127.0.0.1' })
  t.match(printed, /\n {2}API {10}http:\/\/127\.0\.0\.1:\d+\n/)
})

t.test('users who chose a password themselves', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const [{ password: _, ...alice }, bob] = pool.users as [
    (typeof pool.users)[0],
    (typeof pool.users)[0],
  ]
  const block = await startBlock('http://localhost:3000', { ...pool, users: [alice, bob] })
  t.match(block, '\n  Users        alice@example.com  a password of their own  admin\n')
  t.match(block, '\n               bob@example.com    bob-password\n')
})

t.test('with metrics, and a Redis that is not there', async t => {
  const METRICS_PORT = String(await freePort())
  const REDIS_URL = `redis://127.0.0.1:${await freePort()}`
  const { api, authorization } = await startService(t, { METRICS_PORT, REDIS_URL })
  const reply = await fetch(`${api}/token-info`, { headers: { authorization } })
  t.equal(reply.status, 200, 'requests are counted in the process instead')
  const metrics = await fetch(`http://localhost:${METRICS_PORT}/metrics`)
  t.equal(metrics.status, 200)
  t.match(await metrics.text(), 'route="/token-info"')
})
