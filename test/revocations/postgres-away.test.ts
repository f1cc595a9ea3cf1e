import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { pino } from 'pino'
import t, { type Test } from 'tap'
import { openDatabasePatiently } from '../../src/database/patience.ts'
import { problemAnswer } from '../support/api-answers.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { claimsOf, startFleet } from './instances.ts'

const unavailable = (code: string, detail: string) =>
  problemAnswer({
    status: 503,
    code,
    detail,
    headers: { 'cache-control': 'no-store', 'retry-after': '1' },
  })

t.test('PostgreSQL is away at the start, comes, and goes again', async t => {
  const url = await emptyPostgresDatabase(t)
  if (url === undefined) return t.comment(`skipped: ${NO_POSTGRES}`)
  const { pool, start } = await startFleet(t, url)
  const elsewhere = await start()
  const good = await pool.accessToken()
  const revoked = await pool.accessToken()
  await elsewhere.revoke({ kind: 'token', value: claimsOf(revoked).jti })

  const road = await startRoad(t, Number(new URL(url).port))
  const throughRoad = Object.assign(new URL(url), { port: road.port }).href
  road.close()
  const database = await openDatabasePatiently(throughRoad, pino({ level: 'silent' }))
  const here = await start({ database })

  await t.test('until then nobody is let through', async t => {
    await until(async () => !/keys/.test(JSON.stringify((await here.ready()).body)))
    t.strictSame(
      await here.ready(),
      unavailable('unavailable', 'Not ready: database, revocations.'),
    )
    t.strictSame(
      await here.send(good, 'GET', '/token-info'),
      unavailable(
        'revocations_unavailable',
        'Access tokens cannot be checked for revocation at the moment; try again later.',
      ),
    )
  })

  await t.test('from then on the list holds', async t => {
    road.open()
    await until(async () => (await here.ready()).status === 200)
    t.equal(await here.status(good), 200)
    t.equal(await here.status(revoked), 401)
  })

  await t.test('while it is away again the list is used on, and nothing is taken in', async t => {
    road.close()
    t.strictSame(
      await here.send(good, 'POST', '/sign-out'),
      unavailable(
        'unavailable',
        'The database does not answer at the moment. Try again in a second.',
      ),
    )
    t.equal(await here.status(good), 200)
    t.equal(await here.status(revoked), 401)
  })

  await t.test('what was revoked elsewhere meanwhile is taken up', async t => {
    await elsewhere.revoke({ kind: 'token', value: claimsOf(good).jti })
    road.open()
    await until(async () => (await here.status(good)) === 401)
    t.equal((await here.ready()).status, 200)
  })
})

/** The way to a port on this machine, which may be closed to all. */
async function startRoad(t: Test, target: number) {
  const sockets = new Set<Socket>()
  let isOpen = true
  const server = createServer(near => {
    if (!isOpen) return near.destroy()
    const far = connect(target, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
    }
    near.pipe(far).pipe(near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  t.teardown(() => {
    close()
    server.close()
  })
  return {
    port: String((server.address() as { port: number }).port),
    close,
    open() {
      isOpen = true
    },
  }
}
