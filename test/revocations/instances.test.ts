import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { noSignals } from '../../src/database/signals.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { eachDatabase } from '../support/databases.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { claimsOf, type Instance, startFleet } from './instances.ts'

const HOUR_MS = 60 * 60 * 1000

const denies = (instance: Instance, token: string) =>
  until(async () => (await instance.status(token)) === 401)
const letsThrough = (instance: Instance, token: string) =>
  until(async () => (await instance.status(token)) === 200)

eachDatabase(t, 'what one instance revokes or lifts, the others do too', async (t, url) => {
  const { pool, start } = await startFleet(t, url)
  const here = await start()
  const there = await start()

  await t.test('a revocation, of a token that is in their caches too', async t => {
    const token = await pool.accessToken()
    for (const instance of [here, there]) t.equal(await instance.status(token), 200)
    const { id } = await here.revoke({ kind: 'token', value: claimsOf(token).jti })
    t.equal(await here.status(token), 401)
    await denies(there, token)
    t.equal(await there.lift(id), 204)
    t.equal(await there.status(token), 200)
    await letsThrough(here, token)
  })

  await t.test('a sign-out', async t => {
    const token = await pool.accessToken()
    t.equal((await there.send(token, 'POST', '/sign-out')).status, 204)
    t.equal(await there.status(token), 401)
    await denies(here, token)
  })

  await t.test('many at the same time, of which none is missed', async () => {
    const values = Array.from({ length: 40 }, (_, i) => `value-${i}`)
    const tokens = await Promise.all(values.map(jti => pool.accessToken({ claims: { jti } })))
    await Promise.all(
      values.map((value, i) => (i % 2 === 0 ? here : there).revoke({ kind: 'token', value })),
    )
    for (const token of tokens) {
      await denies(here, token)
      await denies(there, token)
    }
  })

  await t.test('and so does one that starts later', async t => {
    const token = await pool.accessToken()
    await here.revoke({ kind: 'token', value: claimsOf(token).jti })
    const later = await start()
    t.equal(await later.status(token), 401)
    t.ok(later.app.revocations.status().size > 40)
  })
})

eachDatabase(t, 'revocations survive a restart of all instances', async (t, url) => {
  const { pool, start } = await startFleet(t, url)
  const before = await start()
  const token = await pool.accessToken()
  const lifted = await pool.accessToken()
  await before.revoke({ kind: 'token', value: claimsOf(token).jti })
  await before.lift((await before.revoke({ kind: 'token', value: claimsOf(lifted).jti })).id)
  await before.app.close()
  await before.database.close()
  const after = await start()
  t.equal(await after.status(token), 401)
  t.equal(await after.status(lifted), 200)
})

eachDatabase(t, 'without signals, polling finds what has changed', async (t, url) => {
  const { pool, start } = await startFleet(t, url)
  const here = await start()
  const there = await start({ database: { ...(await openDatabase(url)), signals: noSignals } })
  const token = await pool.accessToken()
  const { id } = await here.revoke({ kind: 'token', value: claimsOf(token).jti })
  await denies(there, token)
  await here.lift(id)
  await letsThrough(there, token)
  t.equal(there.app.revocations.status().stale, false)
})

t.test('PostgreSQL', async t => {
  const url = await emptyPostgresDatabase(t)
  if (url === undefined) return t.comment(`skipped: ${NO_POSTGRES}`)
  const { pool, start } = await startFleet(t, url)

  await t.test('without polling, signals bring what has changed', async t => {
    const here = await start()
    const there = await start({ revocations: { pollIntervalMs: HOUR_MS } })
    const token = await pool.accessToken()
    const { id } = await here.revoke({ kind: 'token', value: claimsOf(token).jti })
    await denies(there, token)
    await here.lift(id)
    await letsThrough(there, token)
    t.equal(there.app.revocations.status().stale, false)
  })

  await t.test('an instance whose connection for signals is lost hears of it still', async t => {
    const here = await start()
    const there = await start()
    const { rows } = await sql<{ ended: boolean }>`select pg_terminate_backend(pid) as ended
      from pg_stat_activity where query = 'listen revocations' and datname = current_database()`.execute(
      here.database.tables,
    )
    t.ok(rows.length >= 2)
    const token = await pool.accessToken()
    await here.revoke({ kind: 'token', value: claimsOf(token).jti })
    await denies(there, token)
  })

  await t.test('who commits late is not overtaken by who began later', async t => {
    const here = await start()
    const there = await start({ revocations: { pollIntervalMs: 5 } })
    const early = await pool.accessToken()
    const late = await pool.accessToken()
    let second: Promise<unknown> | undefined
    await here.database.tables.transaction().execute(async transaction => {
      const { version } = await transaction
        .updateTable('revocation_versions')
        .set(({ eb }) => ({ version: eb('version', '+', 1) }))
        .returning('version')
        .executeTakeFirstOrThrow()
      second = here.revoke({ kind: 'token', value: claimsOf(late).jti })
      await until(async () => {
        const { rows } = await sql`select 1 from pg_locks where not granted`.execute(
          there.database.tables,
        )
        return rows.length > 0
      })
      const now = new Date().toISOString()
      await transaction
        .insertInto('revocations')
        .values({
          id: '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50',
          kind: 'token',
          value: claimsOf(early).jti,
          issued_before: null,
          reason: null,
          created_by: 'test',
          created_at: now,
          ends_at: null,
          lifted_at: null,
          version,
        })
        .execute()
      t.equal(await there.status(late), 200)
    })
    await second
    await denies(there, late)
    t.equal(await there.status(early), 401)
  })
})

eachDatabase(t, 'an instance that was cut off', async (t, url) => {
  const clock = createTestClock()
  const { start } = await startFleet(t, url, clock)
  const here = await start({ revocations: { sweepIntervalMs: 10 } })
  const { id } = await here.revoke({ kind: 'token', value: 'lifted' })

  const cutOff = { ...(await openDatabase(url)), signals: noSignals }
  const there = await start({ database: cutOff, revocations: { pollIntervalMs: HOUR_MS } })
  const size = () => there.app.revocations.status().size
  /** What it does itself makes it look. */
  const reconnect = () => there.revoke({ kind: 'token', value: 'own' })

  await t.test('hears of a lift that is gone from the database already', async t => {
    t.equal(size(), 1)
    await here.lift(id)
    clock.advance(24 * 60 * 60)
    const rows = () => here.database.tables.selectFrom('revocations').select('value').execute()
    await until(async () => (await rows()).length === 0)
    t.equal(size(), 1)
    await reconnect()
    t.equal(size(), 1)
    t.strictSame(await rows(), [{ value: 'own' }])
  })

  await t.test('takes up what an older copy of the database says', async t => {
    for (const value of ['a', 'b', 'c']) await there.revoke({ kind: 'token', value })
    t.equal(size(), 4)
    const { tables } = here.database
    await tables.deleteFrom('revocations').where('value', '!=', 'a').execute()
    await tables.updateTable('revocations').set({ version: 1 }).execute()
    await tables.updateTable('revocation_versions').set({ version: 1, swept_version: 0 }).execute()
    await reconnect()
    t.equal(size(), 2)
  })
})

eachDatabase(
  t,
  'what is revoked since an older copy was put back is not missed',
  async (t, url) => {
    const clock = createTestClock()
    const { pool, start } = await startFleet(t, url, clock)
    const quiet = { ...(await openDatabase(url)), signals: noSignals }
    const here = await start({ database: quiet, revocations: { pollIntervalMs: HOUR_MS } })
    const token = await pool.accessToken()
    await here.revoke({ kind: 'token', value: 'kept' })
    const { tables } = here.database
    const versions = await tables
      .selectFrom('revocation_versions')
      .selectAll()
      .executeTakeFirstOrThrow()
    await here.revoke({ kind: 'token', value: 'lost' })
    await tables.deleteFrom('revocations').where('value', '=', 'lost').execute()
    await tables.updateTable('revocation_versions').set(versions).execute()
    clock.advance(1)
    t.equal(await here.status(token), 200)
    await here.revoke({ kind: 'token', value: claimsOf(token).jti })
    t.equal(await here.status(token), 401)
    t.equal(here.app.revocations.status().size, 2, 'what is lost is not known any more')
  },
)

eachDatabase(t, 'clocks that differ do not keep a lift from taking effect', async (t, url) => {
  const clock = createTestClock()
  const { pool, start } = await startFleet(t, url, clock)
  const token = await pool.accessToken()
  clock.advance(300)
  const here = await start()
  const behind = await start({ now: () => clock() - 60_000 })
  const { id } = await here.revoke({ kind: 'token', value: claimsOf(token).jti })
  await denies(behind, token)
  await here.lift(id)
  await letsThrough(behind, token)
  t.equal(behind.app.revocations.status().size, 0)
})
