import { Problem, type ProblemError, validationFailed } from '../problem/problem.ts'
import { createUuidV7 } from '../resources/uuid-v7.ts'
import type { NewOrder, Order, OrderChange, OrderItem, OrderStatus } from './schema.ts'

const uuidV7 = createUuidV7()
const currencies = new Set(Intl.supportedValuesOf('currency'))

const nextStatuses: Record<OrderStatus, readonly OrderStatus[]> = {
  pending: ['confirmed', 'cancelled'],
  confirmed: ['shipped', 'cancelled'],
  shipped: [],
  cancelled: [],
}

/** Whose order it is and through which app client it comes. */
export interface Origin {
  customer: string
  createdBy: string
}

/**
 * Makes the order that a customer asks for.
 *
 * @throws {Problem} 400 for an unknown currency, or a total that a JSON number cannot hold exactly
 */
export function createOrder(order: NewOrder, { customer, createdBy }: Origin): Order {
  const total = totalOf(order.items)
  const errors: ProblemError[] = []
  if (!currencies.has(order.currency)) {
    errors.push({ pointer: '/currency', message: 'is no ISO 4217 currency' })
  }
  if (total > Number.MAX_SAFE_INTEGER) {
    const message = `come to a total above ${Number.MAX_SAFE_INTEGER}`
    errors.push({ pointer: '/items', message })
  }
  if (errors.length > 0) throw validationFailed(errors)
  const now = new Date().toISOString()
  return {
    id: uuidV7(),
    status: 'pending',
    ...order,
    total: Number(total),
    customer,
    createdBy,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
}

function totalOf(items: readonly OrderItem[]): bigint {
  return items.reduce(
    (sum, { quantity, unitPrice }) => sum + BigInt(quantity) * BigInt(unitPrice),
    0n,
  )
}

/**
 * The next version of an order.
 *
 * @throws {Problem} 409 when its status does not permit the new one
 */
export function changeOrder(order: Order, change: OrderChange): Order {
  const { status = order.status, note = order.note ?? null } = change
  if (change.status !== undefined && !nextStatuses[order.status].includes(status)) {
    throw new Problem(
      409,
      'conflict',
      'The status of the order cannot become this: pending goes to confirmed or cancelled, confirmed to shipped or cancelled; shipped and cancelled are final.',
    )
  }
  const { note: _, ...rest } = order
  return {
    ...rest,
    status,
    ...(note !== null && { note }),
    updatedAt: later(new Date().toISOString(), order.updatedAt),
    version: order.version + 1,
  }
}

/** Of two times in the same notation. A clock may be set back between them. */
function later(one: string, other: string): string {
  return one > other ? one : other
}
