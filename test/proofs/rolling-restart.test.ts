import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { startReadinessProxy } from '../lifecycle/readiness-proxy.ts'
import { NEW_ORDER } from '../orders/sample.ts'
import { startProcess } from '../start/service-process.ts'
import { freePort } from '../support/free-port.ts'
import { emptyPostgresDatabase } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { createUserPool } from '../support/user-pool.ts'

t.test('three instances are restarted one by one: not one request is lost', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const cwd = t.testdir()
  const DATABASE_URL = (await emptyPostgresDatabase(t)) ?? `file:${cwd}/orders.db`
  const env = {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL,
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
    COGNITO_ISSUER: pool.issuer,
    COGNITO_JWKS_URI: pool.jwksUri,
    RATE_LIMIT_PER_MINUTE: '0',
    // This is about restarts, and the machine may be busy.
    MAX_EVENT_LOOP_DELAY_MS: '0',
    SHUTDOWN_DELAY_SECONDS: '2',
  }
  const ports = [await freePort(), await freePort(), await freePort()]
  const startOn = (port: number) => startProcess(t, { cwd, env: { ...env, PORT: String(port) } })
  const instances = ports.map(startOn)
  const proxy = await startReadinessProxy(t, ports)
  const untilReady = (port: number) => until(() => proxy.isReady(port))
  const untilAnswered = (port: number, count: number) =>
    until(() => (proxy.answered.get(port) ?? 0) >= count)
  await Promise.all(ports.map(untilReady))

  const authorization = `Bearer ${await pool.accessToken()}`
  const created: string[] = []
  const lost: string[] = []
  let isLoaded = true

  async function order(): Promise<void> {
    const reply = await fetch(`${proxy.url}/orders`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify(NEW_ORDER),
    })
    const text = await reply.text()
    if (reply.status === 201) created.push(JSON.parse(text).id)
    else lost.push(`POST ${reply.status} ${text}`)
  }

  async function read(): Promise<void> {
    const path = created.length > 0 ? `/orders/${created.at(-1)}` : '/orders'
    const reply = await fetch(`${proxy.url}${path}`, { headers: { authorization } })
    const text = await reply.text()
    if (reply.status !== 200) lost.push(`GET ${reply.status} ${text}`)
  }

  async function load(): Promise<void> {
    while (isLoaded) {
      await order()
      await read()
      await sleep(5)
    }
  }

  const callers = Array.from({ length: 4 }, load)
  for (const [index, port] of ports.entries()) {
    const before = proxy.answered.get(port) ?? 0
    await untilAnswered(port, before + 10)
    const instance = instances[index]
    instance?.kill('SIGTERM')
    t.strictSame(
      { ...(await instance?.ended), log: instance?.stdout() },
      { code: 0, signal: null, log: '' },
      { stderr: instance?.stderr() },
    )
    const whileAway = proxy.answered.get(port) ?? 0
    instances[index] = startOn(port)
    await untilReady(port)
    await untilAnswered(port, whileAway + 10)
  }
  isLoaded = false
  await Promise.all(callers)

  t.strictSame(lost, [])
  t.ok(created.length >= 60, `${created.length} orders`)
  const kept = new Set<string>()
  for (let next: string | null = '/orders?limit=100'; next !== null; ) {
    const reply = await fetch(`${proxy.url}${next}`, { headers: { authorization } })
    const page = (await reply.json()) as { items: { id: string }[]; nextCursor: string | null }
    for (const { id } of page.items) kept.add(id)
    next = page.nextCursor && `/orders?limit=100&cursor=${page.nextCursor}`
  }
  t.strictSame(kept, new Set(created), 'what was acknowledged is there, once')
})
