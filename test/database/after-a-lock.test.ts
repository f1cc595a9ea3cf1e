import { sql } from 'kysely'
import Libsql from 'libsql'
import t from 'tap'
import { type Database, openDatabase } from '../../src/database/database.ts'

const key = (key: string) => ({
  subject: 's',
  operation: 'o',
  key,
  fingerprint: 'f',
  result: '{}',
  expires_at: '2100-01-01T00:00:00.000Z',
})

const ways: Record<string, (database: Database, name: string) => Promise<unknown>> = {
  'a single statement': ({ tables }, name) =>
    tables.insertInto('idempotency_keys').values(key(name)).execute(),
  'a statement that returns rows': ({ tables }, name) =>
    tables.insertInto('idempotency_keys').values(key(name)).returning('key').execute(),
  'a transaction': ({ tables }, name) =>
    tables
      .transaction()
      .execute(transaction =>
        transaction.insertInto('idempotency_keys').values(key(name)).execute(),
      ),
}

for (const [name, write] of Object.entries(ways)) {
  t.test(`what is written after a lock was waited for in vain is committed: ${name}`, async t => {
    const file = `${t.testdir()}/orders.db`
    const database = await openDatabase(`file:${file}`)
    t.teardown(database.close)
    const other = new Libsql(file)
    t.teardown(() => other.close())
    other.exec('begin immediate')
    await t.rejects(write(database, 'first'), { statusCode: 503, code: 'unavailable' })
    other.exec('rollback')

    await write(database, 'second')
    const seen = other.prepare('select key from idempotency_keys').all()
    t.strictSame(seen, [{ key: 'second' }])
    t.doesNotThrow(() => other.exec('begin immediate; rollback'), 'and nothing is locked')
  })
}

t.test('a write that SQLite itself has rolled back says why', async t => {
  const database = await openDatabase(`file:${t.testdir()}/orders.db`)
  t.teardown(database.close)
  const write = () =>
    sql`insert or rollback into idempotency_keys values ('s', 'o', 'k', 'f', '{}', '2100')`.execute(
      database.tables,
    )
  await write()
  await t.rejects(write(), { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
  await t.rejects(write(), { code: 'SQLITE_CONSTRAINT_PRIMARYKEY' })
})
