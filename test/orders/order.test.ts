import t from 'tap'
import { changeOrder, createOrder } from '../../src/orders/order.ts'
import type { OrderItem, OrderStatus } from '../../src/orders/schema.ts'
import { NEW_ORDER, sampleOrder } from './sample.ts'

const ORIGIN = { customer: 'alice', createdBy: 'web' }
const items = (...lines: [quantity: number, unitPrice: number][]): OrderItem[] =>
  lines.map(([quantity, unitPrice]) => ({ sku: 'tea', quantity, unitPrice }))

t.test('a new order', async t => {
  const before = Date.now()
  const order = createOrder(NEW_ORDER, ORIGIN)
  const { id, createdAt, updatedAt, ...rest } = order
  t.strictSame(rest, {
    ...NEW_ORDER,
    status: 'pending',
    total: 2848,
    customer: 'alice',
    createdBy: 'web',
    version: 1,
  })
  t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  t.equal(updatedAt, createdAt)
  t.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  t.ok(Date.parse(createdAt) >= before && Date.parse(createdAt) <= Date.now())
})

t.test('a total is exact up to the largest safe integer', async t => {
  const total = (lines: OrderItem[]) => createOrder({ ...NEW_ORDER, items: lines }, ORIGIN).total
  t.equal(total(items([3, 0])), 0)
  t.equal(total(items([1, 9007199254740991])), 9007199254740991)
  t.equal(total(items([1, 9007199254740990], [1, 1])), 9007199254740991)
  const impossible = {
    statusCode: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/items', message: 'come to a total above 9007199254740991' }],
  }
  t.throws(() => total(items([1, 9007199254740991], [1, 1])), impossible)
  t.throws(() => total(items([9007199254740991, 9007199254740991])), impossible)
})

t.test('ISO 4217: a currency that there is', async t => {
  t.equal(createOrder({ ...NEW_ORDER, currency: 'JPY' }, ORIGIN).currency, 'JPY')
  t.throws(() => createOrder({ ...NEW_ORDER, currency: 'XYZ' }, ORIGIN), {
    statusCode: 400,
    code: 'validation_failed',
    errors: [{ pointer: '/currency', message: 'is no ISO 4217 currency' }],
  })
  const lines = items([2, 9007199254740991])
  t.throws(() => createOrder({ ...NEW_ORDER, currency: 'XYZ', items: lines }, ORIGIN), {
    errors: [
      { pointer: '/currency', message: 'is no ISO 4217 currency' },
      { pointer: '/items', message: 'come to a total above 9007199254740991' },
    ],
  })
})

t.test('the status goes its way, and no other', async t => {
  const statuses: OrderStatus[] = ['pending', 'confirmed', 'shipped', 'cancelled']
  const legal = [
    'pending to confirmed',
    'pending to cancelled',
    'confirmed to shipped',
    'confirmed to cancelled',
  ]
  for (const from of statuses) {
    for (const to of statuses) {
      const order = sampleOrder('alice', { status: from })
      const name = `${from} to ${to}`
      if (legal.includes(name)) {
        t.equal(changeOrder(order, { status: to }).status, to, name)
      } else {
        t.throws(
          () => changeOrder(order, { status: to }),
          { statusCode: 409, code: 'conflict' },
          name,
        )
      }
    }
  }
})

t.test('a change makes the next version and leaves the rest', async t => {
  const order = sampleOrder('alice', { updatedAt: '2026-01-01T00:00:00.000Z' })
  const next = changeOrder(order, { note: 'Ring twice.' })
  t.strictSame(next, { ...order, note: 'Ring twice.', updatedAt: next.updatedAt, version: 2 })
  t.ok(next.updatedAt > order.updatedAt)
  t.equal(order.version, 1)
})

t.test(
  'a clock that was set back does not take the last change back before the one before',
  async t => {
    const order = sampleOrder('alice', { updatedAt: '2999-01-01T00:00:00.000Z' })
    t.equal(changeOrder(order, { note: 'Ring twice.' }).updatedAt, order.updatedAt)
  },
)

t.test('a note is kept, put in place, or taken away', async t => {
  const order = sampleOrder()
  const { note: _, ...without } = order
  t.equal(changeOrder(order, { status: 'confirmed' }).note, order.note)
  t.equal(changeOrder(without, { note: 'New.' }).note, 'New.')
  t.equal(changeOrder(order, { note: '' }).note, '')
  t.equal('note' in changeOrder(order, { note: null }), false)
  t.equal('note' in changeOrder(without, { status: 'confirmed' }), false)
})
