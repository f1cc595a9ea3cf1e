import { sql } from 'kysely'
import t, { type Test } from 'tap'
import type { Database } from '../../src/database/database.ts'
import { insertTogether } from '../../src/orders/insert-together.ts'
import type { Order } from '../../src/orders/schema.ts'
import { createOrderStore } from '../../src/orders/store.ts'
import { eachOpenDatabase } from '../support/databases.ts'
import { overEachDatabase } from './orders-api.ts'
import { oddOrders, sampleOrder } from './sample.ts'

/** SQLite commits together by itself. */
function onPostgres(name: string, body: (t: Test, database: Database) => Promise<void>): void {
  eachOpenDatabase(t, name, async (t, database) => {
    if (!database.commitsTogether) await body(t, database)
  })
}

/** How many transactions stored the orders that there are. */
async function transactions({ tables }: Database): Promise<number | undefined> {
  const { rows } = await sql<{ count: number }>`
    select count(distinct xmin::text) from orders`.execute(tables)
  return rows[0]?.count
}

onPostgres('orders that come at the same time share a transaction', async (t, database) => {
  const insert = insertTogether(database.tables)
  const orders = Array.from({ length: 40 }, () => sampleOrder())
  await Promise.all(orders.map(insert))
  t.equal(await transactions(database), 3, 'of the first, the second, and all others')
  const { find } = createOrderStore(database.tables)
  for (const order of orders) t.strictSame(await find('alice', order.id), order)
})

onPostgres('each comes back as it went in', async (t, { tables }) => {
  const insert = insertTogether(tables)
  const orders = oddOrders()
  await Promise.all(orders.map(insert))
  const { find } = createOrderStore(tables)
  for (const order of orders) t.strictSame(await find('alice', order.id), order)
})

onPostgres('one that cannot be stored takes no other with it', async (t, { tables }) => {
  const insert = insertTogether(tables)
  const orders = Array.from({ length: 10 }, () => sampleOrder())
  const again = orders[7] as Order
  await insert(again)
  const outcomes = await Promise.allSettled(orders.map(insert))
  t.strictSame(
    outcomes.map(({ status }) => status),
    orders.map(order => (order === again ? 'rejected' : 'fulfilled')),
  )
  t.match(outcomes[7], { reason: { code: '23505', constraint: 'orders_pkey' } })
  t.equal((await createOrderStore(tables).list({}, 100)).orders.length, orders.length)
})

overEachDatabase(t, 'so do those of requests', async (t, { alice, database }) => {
  const orders = await Promise.all(
    Array.from({ length: 40 }, (_, index) => alice.order({ note: String(index) })),
  )
  const { orders: stored } = await createOrderStore(database.tables).list({}, 100)
  const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1)
  t.strictSame(stored.sort(byId), orders.sort(byId))
  if (!database.commitsTogether) t.ok(Number(await transactions(database)) < orders.length)
})
