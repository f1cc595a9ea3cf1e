import { Type } from 'typebox'
import { answer, type Header, linkHeader } from '../resources/answer.ts'
import type { Order, OrderPage } from './schema.ts'

const headers = {
  ETag: {
    type: 'string',
    description: 'Version of the order, for If-Match and If-None-Match.',
    examples: ['"1"'],
  },
  Location: {
    type: 'string',
    description: 'Path of the order.',
    examples: ['/orders/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'],
  },
  'Idempotency-Replayed': {
    type: 'string',
    enum: ['true'],
    description: 'Present when the answer repeats the one to an earlier request with this key.',
  },
} satisfies Record<string, Header>

/** An answer that is an order. */
export function orderAnswer(description: string, ...names: (keyof typeof headers)[]) {
  return answer(description, pick(['ETag', ...names]), Type.Unsafe<Order>(Type.Ref('Order')))
}

/** An answer that is a page of orders. */
export function pageAnswer(description: string) {
  return answer(description, { Link: linkHeader }, Type.Unsafe<OrderPage>(Type.Ref('OrderPage')))
}

/** 304: the client has the order as it is. */
export const unchangedAnswer = Type.Unsafe<undefined>({
  type: 'null',
  description: 'The order is still the version named in If-None-Match.',
  headers: pick(['ETag']),
})

function pick(names: (keyof typeof headers)[]) {
  return Object.fromEntries(names.map(name => [name, headers[name]]))
}
