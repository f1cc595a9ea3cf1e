import { Type } from 'typebox'
import { Problem } from '../problem/problem.ts'
import { ENTITY_TAGS } from './etag.ts'

/** Path parameters of one order. */
export const OrderParams = Type.Object({
  orderId: Type.String({
    pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
    description: 'Id of the order.',
    examples: ['019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'],
  }),
})

/** The precondition of a change: the versions the caller has seen. */
export const ifMatchHeader = Type.String({
  pattern: ENTITY_TAGS,
  description: 'ETag of the version that is to be changed, or `*` for any.',
  examples: ['"1"'],
})

export function notFound(): Problem {
  return new Problem(404, 'not_found', 'You have no order with this id.')
}
