import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { statementName } from '../../src/database/statement-name.ts'
import type { Order } from '../../src/orders/schema.ts'
import { createOrderStore } from '../../src/orders/store.ts'
import { eachDatabase } from '../support/databases.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'
import { unavailable } from './unavailable.ts'

const order: Order = {
  id: '0190e6c1-0000-7000-8000-000000000001',
  status: 'pending',
  currency: 'EUR',
  items: [{ sku: 'tea', quantity: 1, unitPrice: 2 }],
  total: 2,
  customer: 'somebody',
  createdBy: 'client',
  createdAt: '2026-11-20T01:02:03.004Z',
  updatedAt: '2026-11-20T01:02:03.040Z',
  version: 1,
}

async function openPostgres(t: Test): Promise<Database | undefined> {
  const url = await emptyPostgresDatabase(t)
  if (url === undefined) return void t.comment(`skipped: ${NO_POSTGRES}`)
  const database = await openDatabase(url)
  t.teardown(database.close)
  return database
}

t.test('one name means one statement, whoever gives it', async t => {
  const name = statementName('select 1')
  t.match(name, /^[\da-f]{32}$/)
  t.equal(statementName('select 1'), name)
  t.not(statementName('select 2'), name)
  // Of two versions of the service behind one pool of connections, too.
  t.equal(name, '822ae07d4783158bc1912bb623e5107c')
})

t.test('PostgreSQL parses a query once for each connection', async t => {
  const database = await openPostgres(t)
  if (database === undefined) return
  await database.tables.transaction().execute(async transaction => {
    const orders = createOrderStore(transaction)
    await orders.insert(order)
    for (let time = 0; time < 3; time++) await orders.find(order.customer, order.id)
    const { rows } = await sql<{ name: string; statement: string }>`
      select name, statement from pg_prepared_statements order by statement`.execute(transaction)
    t.equal(rows.length, 2)
    t.match(rows[0]?.statement, /^insert into "orders"/)
    t.match(rows[1]?.statement, /^select "id", .* from "orders"/)
    for (const { name, statement } of rows) t.equal(name, statementName(statement))
  })
})

eachDatabase(t, 'a column that a newer version adds disturbs nobody', async (t, url) => {
  const { tables, close } = await openDatabase(url)
  t.teardown(close)
  const orders = createOrderStore(tables)
  await orders.insert(order)
  t.strictSame(await orders.find(order.customer, order.id), order)
  await tables.schema.alterTable('orders').addColumn('priority', 'integer').execute()
  t.strictSame(await orders.find(order.customer, order.id), order)
  t.strictSame((await orders.list({}, 10)).orders, [order])
  t.equal(await orders.replace({ ...order, version: 2 }), true)
})

t.test('a column of another type costs a query, and no more', async t => {
  const database = await openPostgres(t)
  if (database === undefined) return
  const { tables } = database
  const orders = createOrderStore(tables)
  await orders.insert(order)
  t.strictSame(await orders.find(order.customer, order.id), order)
  await tables.schema
    .alterTable('orders')
    .alterColumn('status', change => change.setDataType('varchar(30)'))
    .execute()
  await unavailable(t, orders.find(order.customer, order.id))
  t.strictSame(await orders.find(order.customer, order.id), order)
})

eachDatabase(t, 'a query that failed can be made again', async (t, url) => {
  const { tables, close } = await openDatabase(url)
  t.teardown(close)
  const orders = createOrderStore(tables)
  await orders.insert(order)
  await t.rejects(orders.insert(order))
  await orders.insert({ ...order, id: order.id.replace('1', '2') })
  t.equal((await orders.list({}, 10)).orders.length, 2)
})
