import { execFile } from 'node:child_process'
import { chmodSync, existsSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { eachDatabase, sqliteUrl } from '../support/databases.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'

const run = promisify(execFile)
const START = fileURLToPath(new URL('../support/start-database.ts', import.meta.url))

eachDatabase(t, 'an opened database is ready until it is closed', async (t, url) => {
  const database = await openDatabase(url)
  t.equal(await database.isReady(), true)
  await database.close()
  t.equal(await database.isReady(), false)
  await database.close()
})

eachDatabase(t, 'what was stored is there when it is opened again', async (t, url) => {
  const first = await openDatabase(url)
  await first.tables.insertInto('idempotency_keys').values(key('a')).execute()
  await first.close()

  const second = await openDatabase(url)
  t.teardown(() => second.close())
  const rows = await second.tables.selectFrom('idempotency_keys').selectAll().execute()
  t.strictSame(rows, [key('a')])
})

t.test('an SQLite file that was closed is all there is', async t => {
  const url = sqliteUrl(t)
  const log = `${url.slice('file:'.length)}-wal`
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const { tables, close } = await openDatabase(url)
    await tables.insertInto('idempotency_keys').values(key(name)).execute()
    await close()
    t.equal(existsSync(log) && statSync(log).size > 0, false)
  }
})

eachDatabase(t, 'what a newer release has migrated is taken as it is', async (t, url) => {
  const newer = await openDatabase(url)
  await sql`insert into kysely_migration values ('9999-later', '2099-01-01T00:00:00Z')`.execute(
    newer.tables,
  )
  await newer.close()
  const { isReady, close } = await openDatabase(url)
  t.teardown(close)
  t.equal(await isReady(), true)
})

t.test('an SQLite file is for its user alone, and what was there stays as it was', async t => {
  const folder = join(t.testdir({ there: { 'orders.db': '' } }), 'new')
  const there = join(folder, '..', 'there', 'orders.db')
  chmodSync(there, 0o640)
  const linked = join(folder, '..', 'there', 'linked.db')
  symlinkSync('target.db', linked)
  for (const path of [join(folder, 'orders.db'), there]) {
    const { tables, close } = await openDatabase(`file:${path}`)
    await tables.deleteFrom('orders').execute()
    const rights = [path, `${path}-wal`, `${path}-shm`].map(file => statSync(file).mode & 0o777)
    t.strictSame(rights, Array(3).fill(path === there ? 0o640 : 0o600))
    await close()
  }
  t.equal(statSync(folder).mode & 0o777, 0o700)
  await (await openDatabase(`file:${linked}`)).close()
  t.equal(statSync(linked).mode & 0o777, 0o600, 'nor is one that a link leads to')
})

t.test('processes that start together all come up, and migrate once (SQLite)', async t => {
  const url = sqliteUrl(t)
  const start = () => run(process.execPath, [START, url])
  const outputs = await Promise.all([start(), start(), start()])
  t.strictSame(
    outputs.map(({ stdout }) => stdout),
    ['ready: true', 'ready: true', 'ready: true'],
  )
  t.strictSame(await migrated(url), ['0001-orders', '0002-idempotency-keys', '0003-revocations'])
})

t.test('pools that start together all come up, and migrate once (PostgreSQL)', async t => {
  const url = await emptyPostgresDatabase(t)
  if (!url) return t.comment(`skipped: ${NO_POSTGRES}`)
  const databases = await Promise.all([openDatabase(url), openDatabase(url), openDatabase(url)])
  for (const database of databases) {
    t.equal(await database.isReady(), true)
    await database.close()
  }
  t.strictSame(await migrated(url), ['0001-orders', '0002-idempotency-keys', '0003-revocations'])
})

async function migrated(url: string): Promise<unknown[]> {
  const { tables, close } = await openDatabase(url)
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(tables)
  await close()
  return rows.map(({ name }) => name).sort()
}

t.test('SQLite syncs each commit, writes ahead and keeps foreign keys', async t => {
  const folder = t.testdir()
  const database = await openDatabase(`file:${folder}/new/folder/orders.db`)
  t.teardown(() => database.close())
  const pragma = async (name: string) =>
    (await sql.raw<Record<string, unknown>>(`pragma ${name}`).execute(database.tables)).rows[0]
  t.strictSame(await pragma('journal_mode'), { journal_mode: 'wal' })
  t.strictSame(await pragma('synchronous'), { synchronous: 2 })
  t.strictSame(await pragma('foreign_keys'), { foreign_keys: 1 })
})

t.test('PostgreSQL itself ends what takes too long, and what nobody ends', async t => {
  const url = await emptyPostgresDatabase(t)
  if (url === undefined) return t.comment(`skipped: ${NO_POSTGRES}`)
  const database = await openDatabase(url)
  t.teardown(database.close)
  const { rows } = await sql`
    select name, setting from pg_settings
    where name in ('statement_timeout', 'idle_in_transaction_session_timeout') order by name
  `.execute(database.tables)
  t.strictSame(rows, [
    { name: 'idle_in_transaction_session_timeout', setting: '2700' },
    { name: 'statement_timeout', setting: '900' },
  ])
})

t.test('a file URL may be relative, absolute or complete', async t => {
  const folder = t.testdir()
  const addresses = [
    `file:${join(folder, 'absolute.db')}`,
    pathToFileURL(join(folder, 'complete url.db')).href,
  ]
  for (const url of addresses) await (await openDatabase(url)).close()
  t.equal(existsSync(join(folder, 'absolute.db')), true)
  t.equal(existsSync(join(folder, 'complete url.db')), true)
})

function key(name: string) {
  return {
    subject: 'somebody',
    operation: 'POST /orders',
    key: name,
    fingerprint: 'f',
    result: '{}',
    expires_at: '2030-01-02T03:04:05.006Z',
  }
}
