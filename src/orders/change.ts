import { Problem } from '../problem/problem.ts'
import { mayChange, type Preconditions } from './etag.ts'
import { changeOrder } from './order.ts'
import { notFound } from './params.ts'
import type { Order, OrderChange } from './schema.ts'
import type { OrderStore } from './store.ts'

/**
 * Changes an order under a condition, and no other version than the one it was held against.
 *
 * @param changeOf what to change, or nothing
 */
export async function changeUnder(
  store: OrderStore,
  customer: string,
  id: string,
  preconditions: Preconditions,
  changeOf: (order: Order) => OrderChange | undefined,
): Promise<Order> {
  for (;;) {
    const order = await store.find(customer, id)
    if (order === undefined) throw notFound()
    if (!mayChange(preconditions, order.version)) throw preconditionFailed()
    const wanted = changeOf(order)
    if (wanted === undefined) return order
    const next = changeOrder(order, wanted)
    // Whoever came in between has made a new version, against which the condition holds or not.
    if (await store.replace(next)) return next
  }
}

/** 412 */
export function preconditionFailed(): Problem {
  return new Problem(
    412,
    'precondition_failed',
    'The order is not the version that the request makes a condition. Read it again and send its ETag in If-Match.',
  )
}
