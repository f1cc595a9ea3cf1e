import { sql } from 'kysely'
import t from 'tap'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { createLogger } from '../../src/logging/logger.ts'
import { problemAnswer } from '../support/api-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { eachDatabase } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { claimsOf, type Instance, startFleet } from './instances.ts'

/** The table that every look at the revocations begins with; without it none of them succeeds. */
const hide = ({ tables }: Database) =>
  sql`alter table revocation_versions rename to hidden`.execute(tables)
const show = ({ tables }: Database) =>
  sql`alter table hidden rename to revocation_versions`.execute(tables)

function recordLog() {
  const lines: Record<string, unknown>[] = []
  const destination = { write: (line: string) => lines.push(JSON.parse(line)) }
  return { logger: createLogger({ level: 'info', pretty: false, destination }), lines }
}

const undecided = problemAnswer({
  status: 503,
  code: 'revocations_unavailable',
  detail: 'Access tokens cannot be checked for revocation at the moment; try again later.',
  headers: { 'cache-control': 'no-store', 'retry-after': '1' },
})
const notReady = problemAnswer({
  status: 503,
  code: 'unavailable',
  detail: 'Not ready: revocations.',
  headers: { 'cache-control': 'no-store', 'retry-after': '1' },
})

/** Waits for the keys, which do not matter here. */
async function readiness(instance: Instance) {
  await until(async () => !/keys/.test(JSON.stringify((await instance.ready()).body)))
  return instance.ready()
}

eachDatabase(t, 'a list that cannot be read at the start', async (t, url) => {
  const { pool, start } = await startFleet(t, url)
  const revoked = await pool.accessToken()
  const good = await pool.accessToken()
  const earlier = await start()
  await earlier.revoke({ kind: 'token', value: claimsOf(revoked).jti })
  await earlier.app.close()

  const { logger, lines } = recordLog()
  const database = await openDatabase(url)
  await hide(database)
  const instance = await start({ database, logger, revocations: { pollIntervalMs: 10 } })

  await t.test('makes the instance not ready, and lets nobody through', async t => {
    t.strictSame(await readiness(instance), notReady)
    t.strictSame(instance.app.revocations.status(), {
      usable: false,
      stale: false,
      age: undefined,
      size: 0,
    })
    for (const token of [good, revoked]) {
      t.strictSame(await instance.send(token, 'GET', '/token-info'), undecided)
      t.strictSame(await instance.send(token, 'POST', '/sign-out'), undecided)
    }
    t.equal(await instance.status(await pool.idToken()), 401, 'a bad token is bad all the same')
    t.equal((await instance.send(good, 'GET', '/livez')).status, 200)
  })

  await t.test('is read as soon as can be, and holds from then on', async t => {
    await show(database)
    await until(() => instance.app.revocations.status().usable)
    t.equal(await instance.status(revoked), 401)
    t.equal(await instance.status(good), 200)
    t.equal((await instance.ready()).status, 200)
  })

  await t.test('is told once, and so is the end of it', async t => {
    const told = lines.filter(({ msg }) => /^revocations/.test(String(msg)))
    t.strictSame(
      told.map(({ level, msg }) => [level, msg]),
      [
        [40, 'revocations cannot be read'],
        [30, 'revocations are read again'],
      ],
    )
    t.match(told[0]?.err, { message: /revocation_versions/ })
  })
})

eachDatabase(t, 'a list that has grown stale', async (t, url) => {
  const clock = createTestClock()
  const { pool, start } = await startFleet(t, url, clock)
  const { logger, lines } = recordLog()
  const pollIntervalMs = 10
  const open = await start({ logger, revocations: { pollIntervalMs } })
  const closed = await start({
    revocations: { pollIntervalMs, failClosed: true, maxStaleSeconds: 60 },
  })
  const revoked = await pool.accessToken()
  const good = await pool.accessToken()
  await open.revoke({ kind: 'token', value: claimsOf(revoked).jti })
  await until(async () => (await closed.status(revoked)) === 401)
  await hide(open.database)
  const told = (text: string) => lines.filter(({ msg }) => msg === text)
  await until(() => told('revocations cannot be read').length > 0)
  const stale = () => told('revocations made elsewhere are not known here')

  await t.test('is used on for a while', async t => {
    clock.advance(30)
    t.strictSame(open.app.revocations.status(), {
      usable: true,
      stale: false,
      age: 30_000,
      size: 1,
    })
    for (const instance of [open, closed]) {
      t.equal(await instance.status(revoked), 401)
      t.equal(await instance.status(good), 200)
    }
    t.equal(stale().length, 0)
  })

  await t.test('is said to be so, and used on unless told otherwise', async t => {
    clock.advance(30)
    await until(() => stale().length > 0)
    t.match(stale(), [{ level: 40, age: 60_000 }])
    t.match(open.app.revocations.status(), { usable: true, stale: true, age: 60_000 })
    t.equal(await open.status(revoked), 401)
    t.equal(await open.status(good), 200)
    t.equal((await readiness(open)).status, 200)
    t.equal(await closed.status(good), 200, 'within its own limit')
  })

  await t.test('lets nobody through where it is told to fail closed', async t => {
    clock.advance(0.001)
    for (const token of [good, revoked]) {
      t.strictSame(await closed.send(token, 'GET', '/token-info'), undecided)
    }
    t.strictSame(await readiness(closed), notReady)
    t.match(closed.app.revocations.status(), { usable: false, stale: true, age: 60_001, size: 1 })
  })

  await t.test('is stale as well when the clock is set back by much', async t => {
    clock.advance(-7200)
    t.match(closed.app.revocations.status(), { usable: false, stale: true, age: 7_139_999 })
    clock.advance(7200)
  })

  await t.test('is read again, and is fresh', async t => {
    await show(open.database)
    for (const instance of [open, closed]) {
      await until(() => instance.app.revocations.status().age === 0)
      t.equal(await instance.status(revoked), 401)
      t.equal(await instance.status(good), 200)
      t.equal((await instance.ready()).status, 200)
    }
    await hide(open.database)
    clock.advance(31)
    await until(() => stale().length > 1)
    t.equal(stale().length, 2, 'told once each time')
    await show(open.database)
  })
})

eachDatabase(t, 'what has ended and cannot be deleted is told in the log', async (t, url) => {
  const { start } = await startFleet(t, url)
  const { logger, lines } = recordLog()
  const { database } = await start({ logger, revocations: { sweepIntervalMs: 10 } })
  await hide(database)
  const told = () => lines.filter(({ msg }) => msg === 'revocations that ended were not deleted')
  await until(() => told().length > 0)
  t.match(told()[0], { level: 40, err: { message: /revocation_versions/ } })
  await show(database)
})
