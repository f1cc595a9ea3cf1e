import { type TSchema, Type } from 'typebox'
import type { Order, OrderPage } from './schema.ts'

const headers = {
  ETag: { type: 'string', description: 'Version of the order, for If-Match and If-None-Match.' },
  Location: { type: 'string', description: 'Path of the order.' },
  Link: { type: 'string', description: 'With `rel="next"` where there is a next page (RFC 8288).' },
  'Idempotency-Replayed': {
    type: 'string',
    enum: ['true'],
    description: 'Present when the answer repeats the one to an earlier request with this key.',
  },
}

/** An answer that is an order. */
export function orderAnswer(description: string, ...names: (keyof typeof headers)[]) {
  return answer(description, ['ETag', ...names], Type.Unsafe<Order>(Type.Ref('Order')))
}

/** An answer that is a page of orders. */
export function pageAnswer(description: string) {
  return answer(description, ['Link'], Type.Unsafe<OrderPage>(Type.Ref('OrderPage')))
}

/** 304: the client has the order as it is. */
export const unchangedAnswer = Type.Unsafe<undefined>({
  type: 'null',
  description: 'The order is still the version named in If-None-Match.',
  headers: pick(['ETag']),
})

function answer<S extends TSchema>(
  description: string,
  names: (keyof typeof headers)[],
  schema: S,
) {
  return { description, headers: pick(names), content: { 'application/json': { schema } } }
}

function pick(names: (keyof typeof headers)[]) {
  return Object.fromEntries(names.map(name => [name, headers[name]]))
}
