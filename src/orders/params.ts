import { Type } from 'typebox'
import { Problem } from '../problem/problem.ts'
import { entityTags, uuid } from '../resources/patterns.ts'

/** Path parameters of one order. */
export const OrderParams = Type.Object({
  orderId: Type.String({
    pattern: uuid,
    description: 'Id of the order.',
    examples: ['019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'],
  }),
})

/** The preconditions of a request about one order (RFC 9110 section 13.1). */
export const PreconditionHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      pattern: entityTags,
      description:
        'ETag of the version that is meant, or `*` for any. Another one is answered 412.',
      examples: ['"1"'],
    }),
  ),
  'if-none-match': Type.Optional(
    Type.String({
      description: 'ETag of a version you have. A GET for it is answered 304, a change of it 412.',
      examples: ['"1"'],
    }),
  ),
})

export function notFound(): Problem {
  return new Problem(404, 'not_found', 'You have no order with this id.')
}
