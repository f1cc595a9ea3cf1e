import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { eachOpenDatabase } from '../support/databases.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'

const ROW = {
  id: '0190e6c1-0000-7000-8000-000000000001',
  status: 'pending',
  currency: 'EUR',
  items: '[{"sku": "tea", "quantity": 1, "unitPrice": 2}]',
  total: Number.MAX_SAFE_INTEGER,
  note: null,
  customer: 'somebody',
  created_by: 'client',
  created_at: '2026-11-20T01:02:03.004Z',
  updated_at: '2026-11-20T01:02:03.040Z',
  version: 1,
} as const

eachOpenDatabase(t, 'a row comes back with the types it went in with', async (t, { tables }) => {
  await tables.insertInto('orders').values(ROW).execute()
  t.strictSame(await tables.selectFrom('orders').selectAll().execute(), [ROW])
})

eachOpenDatabase(t, 'the number of changed rows is told', async (t, { tables }) => {
  await tables.insertInto('orders').values(ROW).execute()
  const [changed] = await tables.updateTable('orders').set({ version: 2 }).execute()
  t.equal(changed?.numUpdatedRows, 1n)
  const [deleted] = await tables.deleteFrom('orders').where('version', '=', 1).execute()
  t.equal(deleted?.numDeletedRows, 0n)
})

eachOpenDatabase(t, 'a transaction is kept whole or not at all', async (t, { tables }) => {
  const failure = new Error('halfway')
  await t.rejects(
    tables.transaction().execute(async trx => {
      await trx.insertInto('orders').values(ROW).execute()
      throw failure
    }),
    failure,
  )
  t.strictSame(await tables.selectFrom('orders').select('id').execute(), [])

  await tables.transaction().execute(trx => trx.insertInto('orders').values(ROW).execute())
  t.strictSame(await tables.selectFrom('orders').select('id').execute(), [{ id: ROW.id }])
})

eachOpenDatabase(t, 'transactions that overlap do not mix', async (t, { tables }) => {
  await tables.insertInto('orders').values(ROW).execute()
  const increment = () =>
    tables.transaction().execute(async trx => {
      // The write comes first, so that the rows of two transactions lock each other out.
      await trx
        .updateTable('orders')
        .set(({ eb }) => ({ version: eb('version', '+', 1) }))
        .execute()
      await new Promise(resolve => setImmediate(resolve))
      return trx.selectFrom('orders').select('version').executeTakeFirstOrThrow()
    })
  const seen = await Promise.all(Array.from({ length: 8 }, increment))
  t.strictSame(
    seen.map(({ version }) => version).sort((a, b) => a - b),
    [2, 3, 4, 5, 6, 7, 8, 9],
  )
})

eachOpenDatabase(t, 'a transaction within a transaction is refused', async (t, { tables }) => {
  await t.rejects(
    tables.transaction().execute(trx => trx.transaction().execute(async () => {})),
    /transaction/,
  )
})

eachOpenDatabase(t, 'a mistake in a query is not taken for an outage', async (t, { tables }) => {
  await tables.insertInto('orders').values(ROW).execute()
  const error = await tables
    .insertInto('orders')
    .values(ROW)
    .execute()
    .catch(error => error)
  t.match(error.code, /^(SQLITE_CONSTRAINT_PRIMARYKEY|23505)$/)
})

eachOpenDatabase(t, 'streaming is refused', async (t, { tables }) => {
  await t.rejects(async () => {
    for await (const _ of tables.selectFrom('orders').selectAll().stream());
  }, new Error('Streaming is not supported: read page by page'))
})

for (const zone of ['UTC', 'Asia/Kolkata', 'America/St_Johns']) {
  t.test(`a time is the same from a PostgreSQL server in ${zone}`, async t => {
    const url = await emptyPostgresDatabase(t)
    if (url === undefined) return t.comment(`skipped: ${NO_POSTGRES}`)
    const { tables, close } = await openDatabase(`${url}?options=-c%20timezone%3D${zone}`)
    t.teardown(close)
    const shown = await sql<{ TimeZone: string }>`show timezone`.execute(tables)
    t.strictSame(shown.rows, [{ TimeZone: zone }])
    for (const milliseconds of ['000', '004', '040', '500', '999']) {
      const time = `2026-11-20T01:02:03.${milliseconds}Z`
      await tables.deleteFrom('orders').execute()
      await tables
        .insertInto('orders')
        .values({ ...ROW, created_at: time })
        .execute()
      const row = await tables.selectFrom('orders').select('created_at').executeTakeFirstOrThrow()
      t.equal(row.created_at, time)
    }
  })
}

t.test('SQLite refuses a boolean, which would end the process', async t => {
  const { tables, close } = await openDatabase(`file:${t.testdir()}/orders.db`)
  t.teardown(close)
  const yes = true as unknown as number
  await t.rejects(
    tables.updateTable('orders').set({ version: yes }).execute(),
    new TypeError('SQLite has no boolean: give 0 or 1'),
  )
})
