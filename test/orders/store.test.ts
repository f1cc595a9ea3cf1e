import t, { type Test } from 'tap'
import { changeOrder } from '../../src/orders/order.ts'
import type { Order } from '../../src/orders/schema.ts'
import { createOrderStore, type OrderStore } from '../../src/orders/store.ts'
import { eachOpenDatabase } from '../support/databases.ts'
import { oddOrders, sampleOrder } from './sample.ts'

/** The contract of the store, the same over each database. */
function contract(name: string, body: (t: Test, store: OrderStore) => Promise<void>): void {
  eachOpenDatabase(t, name, (t, { tables }) => body(t, createOrderStore(tables)))
}

async function insert(store: OrderStore, ...orders: Order[]): Promise<Order[]> {
  for (const order of orders) await store.insert(order)
  return orders
}

const ids = (orders: Order[]) => orders.map(({ id }) => id)

contract('an order comes back as it went in', async (t, store) => {
  const orders = oddOrders()
  await insert(store, ...orders)
  for (const order of orders) t.strictSame(await store.find('alice', order.id), order)
})

contract('an order is found by its customer only', async (t, store) => {
  const [order] = (await insert(store, sampleOrder('alice'))) as [Order]
  t.equal(await store.find('bob', order.id), undefined)
  t.equal(await store.find('alice', sampleOrder().id), undefined)
})

contract('an order is inserted once', async (t, store) => {
  const [order] = (await insert(store, sampleOrder())) as [Order]
  await t.rejects(store.insert(order))
})

contract('a list says whether there are more behind it', async (t, store) => {
  await insert(store, sampleOrder(), sampleOrder())
  t.equal((await store.list({}, 1)).hasMore, true)
  t.equal((await store.list({}, 2)).hasMore, false)
  t.strictSame(await store.list({ customer: 'nobody' }, 2), { orders: [], hasMore: false })
})

contract('of large orders it has fewer, but one', async (t, store) => {
  const items = (length: number) => [{ sku: 'x'.repeat(length), quantity: 1, unitPrice: 1 }]
  const sizes = [70_000, 100_000, 100_000, 300_000, 1]
  const orders = sizes.map(size => ({ ...sampleOrder(), items: items(size) }))
  const [e, d, c, b, a] = ids(await insert(store, ...orders))
  const pages: object[] = []
  for (let after: string | undefined = undefined as string | undefined; ; ) {
    const { orders: page, hasMore } = await store.list({}, 10, after)
    pages.push(ids(page))
    if (!hasMore) break
    after = page.at(-1)?.id
  }
  t.strictSame(pages, [[a], [b], [c, d], [e]])
})

contract('a list has the newest orders first, so many and no more', async (t, store) => {
  const [a, b, c] = ids(await insert(store, sampleOrder(), sampleOrder(), sampleOrder()))
  t.strictSame(ids((await store.list({}, 10)).orders), [c, b, a])
  t.strictSame(ids((await store.list({}, 2)).orders), [c, b])
  t.strictSame(ids((await store.list({}, 2, b)).orders), [a])
  t.strictSame(ids((await store.list({}, 2, a)).orders), [])
})

contract('a list is of one customer, of one status, or both', async (t, store) => {
  const [a, b, c, d] = ids(
    await insert(
      store,
      sampleOrder('alice'),
      sampleOrder('bob'),
      sampleOrder('alice', { status: 'shipped' }),
      sampleOrder('bob', { status: 'shipped' }),
    ),
  )
  t.strictSame(ids((await store.list({ customer: 'alice' }, 10)).orders), [c, a])
  t.strictSame(ids((await store.list({ status: 'shipped' }, 10)).orders), [d, c])
  t.strictSame(ids((await store.list({ customer: 'bob', status: 'pending' }, 10)).orders), [b])
  t.strictSame(ids((await store.list({ customer: 'carol' }, 10)).orders), [])
})

contract('the next version takes the place of the one before', async (t, store) => {
  const [order] = (await insert(store, sampleOrder(), sampleOrder())) as [Order, Order]
  const next = changeOrder(order, { status: 'confirmed', note: null })
  t.equal(await store.replace(next), true)
  t.strictSame(await store.find('alice', order.id), next)
})

contract('a version that is not the next one changes nothing', async (t, store) => {
  const [order] = (await insert(store, sampleOrder())) as [Order]
  const first = changeOrder(order, { note: 'first' })
  t.equal(await store.replace(first), true)
  t.equal(await store.replace(changeOrder(order, { note: 'second' })), false)
  t.equal(await store.replace(changeOrder(sampleOrder(), { note: 'nothing' })), false)
  t.strictSame(await store.find('alice', order.id), first)
})

contract('of many changes to one version at once, one is made', async (t, store) => {
  const [order] = (await insert(store, sampleOrder())) as [Order]
  const changes = Array.from({ length: 8 }, (_, i) => changeOrder(order, { note: `change ${i}` }))
  const made = await Promise.all(changes.map(store.replace))
  t.equal(made.filter(Boolean).length, 1)
  t.strictSame(await store.find('alice', order.id), changes[made.indexOf(true)])
})
