import { Type } from 'typebox'
import { Problem } from '../problem/problem.ts'
import { limitOf } from '../resources/paging.ts'
import { uuid } from '../resources/patterns.ts'
import { RevocationKindSchema, RevocationValueSchema } from './schema.ts'

/** Who may see and change revocations. */
export const administrators = { scopes: ['revocation.write'], groups: ['admin'] }

const RevocationIdSchema = Type.String({
  pattern: uuid,
  description: 'Id of the revocation.',
  examples: ['019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'],
})

/** Path parameters of one revocation. */
export const RevocationParams = Type.Object({ revocationId: RevocationIdSchema })

/** Query parameters of the list of revocations. */
export const RevocationQuery = Type.Object(
  {
    limit: limitOf('How many revocations at most.'),
    cursor: Type.Optional(
      Type.Unsafe<string>({
        ...RevocationIdSchema,
        description: '`nextCursor` of the page before, for the same list.',
      }),
    ),
    kind: Type.Optional(RevocationKindSchema),
    value: Type.Optional(RevocationValueSchema),
  },
  { additionalProperties: false },
)

export function notFound(): Problem {
  return new Problem(404, 'not_found', 'There is no revocation with this id.')
}
