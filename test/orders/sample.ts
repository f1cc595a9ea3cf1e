import { createOrder } from '../../src/orders/order.ts'
import type { NewOrder, Order } from '../../src/orders/schema.ts'

/** A good body of `POST /orders`. */
export const NEW_ORDER = {
  currency: 'EUR',
  items: [
    { sku: 'tea-green-100', quantity: 2, unitPrice: 799 },
    { sku: 'mug-blue', quantity: 1, unitPrice: 1250 },
  ],
  note: 'Leave it at the door.',
} satisfies NewOrder

export function sampleOrder(customer = 'alice', changes: Partial<Order> = {}): Order {
  return { ...createOrder(NEW_ORDER, { customer, createdBy: 'web' }), ...changes }
}

/** Orders of alice at the limits of what may be in one. */
export function oddOrders(): Order[] {
  const { note: _, ...bare } = sampleOrder()
  return [
    sampleOrder(),
    bare,
    sampleOrder('alice', { note: '' }),
    sampleOrder('alice', { note: `quote ' " \\ tab \t line \n 日本語 🫖 ${'x'.repeat(900)}` }),
    sampleOrder('alice', {
      items: [{ sku: '🫖', quantity: 1, unitPrice: Number.MAX_SAFE_INTEGER }],
      total: Number.MAX_SAFE_INTEGER,
    }),
  ]
}
