import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { startProcess } from '../start/service-process.ts'
import { freePort } from '../support/free-port.ts'
import { findPostgres, NO_POSTGRES } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { createMortalPostgres } from './mortal-postgres.ts'

/** The machine may be busy, and this is not about that. */
const calm = { MAX_EVENT_LOOP_DELAY_MS: '0' }

const parse = (log: string) =>
  log
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))

/** The service, with a request that is never finished. */
async function startBusy(t: Test, nodeOptions: readonly string[] = []) {
  const port = await freePort()
  const service = startProcess(t, {
    env: {
      PORT: String(port),
      USER_POOL_PORT: String(await freePort()),
      LOG_LEVEL: 'info',
      ...calm,
    },
    nodeOptions,
  })
  await service.started
  const socket = connect(port, 'localhost')
  socket.on('error', () => {})
  await once(socket, 'connect')
  const token = /Bearer ([\w.-]+)'/.exec(service.stderr())?.[1]
  socket.write(
    `POST /orders HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\n`,
  )
  await once(socket, 'data')
  return service
}

t.test('a signal that comes again ends it, whatever is under way', async t => {
  const service = await startBusy(t)
  let hasEnded = false
  const ended = service.ended.finally(() => {
    hasEnded = true
  })
  while (!hasEnded) {
    service.kill('SIGTERM')
    await sleep(50)
  }
  t.strictSame(await ended, { code: 1, signal: null })
  const [closing, second] = parse(service.stdout()).slice(-2)
  t.match(closing, { level: 30, signal: 'SIGTERM', msg: 'closing' })
  t.match(second, { level: 50, msg: 'second SIGTERM, exiting' })
})

t.test('twice at once, as npm passes on what a terminal has sent, is one', async t => {
  const service = await startBusy(t)
  service.kill('SIGINT')
  await until(() => service.stdout().includes('"msg":"closing"'))
  service.kill('SIGINT')
  t.strictSame(await service.ended, { code: 0, signal: null })
  const told = parse(service.stdout()).filter(({ msg }) => /closing|exiting/.test(msg))
  t.match(told, [{ level: 30, signal: 'SIGINT', msg: 'closing' }])
  t.equal(told.length, 1)
})

t.test('a terminal that is gone says so twice, too', async t => {
  const service = await startBusy(t)
  service.kill('SIGHUP')
  await until(() => service.stdout().includes('"msg":"closing"'))
  service.kill('SIGHUP')
  t.strictSame(await service.ended, { code: 0, signal: null })
  const told = parse(service.stdout()).filter(({ msg }) => msg === 'closing')
  t.match(told, [{ level: 30, signal: 'SIGHUP' }])
})

t.test('a signal while it closes because of an error closes nothing twice', async t => {
  const onSignal = "process.once('SIGWINCH', () => { throw new Error('out of the blue') })"
  const nodeOptions = [`--import=data:text/javascript,${encodeURIComponent(onSignal)}`]
  const service = await startBusy(t, nodeOptions)
  service.kill('SIGWINCH')
  await until(() => service.stdout().includes('out of the blue'))
  service.kill('SIGTERM')
  t.strictSame(await service.ended, { code: 1, signal: null })
  t.notMatch(service.stdout(), '"msg":"closing"')
})

t.test('a fault of its own ends it at once', async t => {
  for (const signal of ['SIGSEGV', 'SIGTRAP'] as const) {
    const [PORT, USER_POOL_PORT] = [String(await freePort()), String(await freePort())]
    const service = startProcess(t, { env: { PORT, USER_POOL_PORT, LOG_LEVEL: 'info' } })
    await service.started
    service.kill(signal)
    t.strictSame(await service.ended, { code: null, signal }, service.stderr())
    t.notMatch(service.stdout(), '"msg":"closing"')
  }
})

t.test('the database is away at the start', { skip: !findPostgres() && NO_POSTGRES }, async t => {
  const postgres = await createMortalPostgres(t)
  const port = await freePort()
  const service = startProcess(t, {
    env: {
      PORT: String(port),
      USER_POOL_PORT: String(await freePort()),
      LOG_LEVEL: 'info',
      DATABASE_URL: postgres.url,
      ...calm,
    },
  })
  await service.started
  const url = `http://localhost:${port}`
  const headers = {
    authorization: `Bearer ${/Bearer ([\w.-]+)'/.exec(service.stderr())?.[1]}`,
    'content-type': 'application/json',
  }
  const order = () =>
    fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify(NEW_ORDER) })

  t.equal((await fetch(`${url}/livez`)).status, 200)
  const ready = await fetch(`${url}/readyz`)
  t.equal(ready.status, 503)
  t.equal(ready.headers.get('retry-after'), '1')
  t.match(await ready.json(), { detail: /^Not ready: (keys, )?database, revocations\.$/ })
  const refused = await order()
  t.equal(refused.status, 503)
  t.match(refused.headers.get('retry-after'), /^\d+$/)

  await postgres.start()
  await until(async () => (await fetch(`${url}/readyz`)).status === 200)
  t.equal((await order()).status, 201)
  service.kill('SIGTERM')
  t.strictSame(await service.ended, { code: 0, signal: null })

  const lines = parse(service.stdout())
  const { host } = new URL(postgres.url)
  t.match(
    lines.find(({ msg }) => msg === 'database not opened'),
    {
      level: 40,
      retryInMs: 250,
      err: {
        type: 'DatabaseOpeningError',
        message: new RegExp(`^DATABASE_URL=postgres://${host}/postgres cannot be opened: `),
      },
    },
  )
  t.equal(lines.filter(({ msg }) => msg === 'database opened').length, 1)
})
