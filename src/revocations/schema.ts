import { type Static, Type } from 'typebox'
import { claim, text } from '../resources/patterns.ts'

const exampleRevocation = {
  id: '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50',
  kind: 'user',
  value: '5d1f8a3c-0d1e-4f6a-9b43-7a2f0c6d1e55',
  issuedBefore: '2026-11-20T09:30:00.000Z',
  reason: 'Laptop stolen.',
  createdBy: '8a6e0804-2bd0-4672-b79d-d97027f9071a',
  createdAt: '2026-11-20T09:30:00.000Z',
  endsAt: '2026-11-21T09:30:15.000Z',
} as const

export const RevocationKindSchema = Type.Enum(['token', 'sign-in', 'user', 'client'], {
  title: 'RevocationKind',
  type: 'string',
  description:
    'What is denied: one token (`jti`), a sign-in with all its tokens (`origin_jti`), tokens of a user (`sub`), or tokens issued to an app client (`client_id`).',
  examples: [exampleRevocation.kind],
})

export const RevocationValueSchema = Type.String({
  pattern: claim,
  description: 'The value of that claim.',
  examples: [exampleRevocation.value],
})

const ReasonSchema = Type.String({
  maxLength: 500,
  pattern: text,
  description: 'Why, for other administrators.',
  examples: [exampleRevocation.reason],
})

/** A revocation as the API shows it. */
export const RevocationSchema = Type.Object(
  {
    id: Type.String({
      format: 'uuid',
      description: 'UUIDv7: revocations sort by it in the order of their creation.',
      examples: [exampleRevocation.id],
    }),
    kind: RevocationKindSchema,
    value: RevocationValueSchema,
    issuedBefore: Type.Optional(
      Type.String({
        format: 'date-time',
        description: 'Only tokens issued before this time are denied; without it, all.',
        examples: [exampleRevocation.issuedBefore],
      }),
    ),
    reason: Type.Optional(ReasonSchema),
    createdBy: Type.String({
      description: 'Who made it: `sub` of the token.',
      examples: [exampleRevocation.createdBy],
    }),
    createdAt: Type.String({ format: 'date-time', examples: [exampleRevocation.createdAt] }),
    endsAt: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      description:
        'When it ends by itself, because every token it denies has expired; null: only when it is lifted.',
      examples: [exampleRevocation.endsAt],
    }),
  },
  {
    $id: 'Revocation',
    description: 'A denial of access tokens that have not expired yet.',
    examples: [exampleRevocation],
  },
)

/** Body of `POST /admin/revocations`. */
export const NewRevocationSchema = Type.Object(
  {
    kind: RevocationKindSchema,
    value: RevocationValueSchema,
    issuedBefore: Type.Optional(
      Type.String({
        format: 'date-time',
        description:
          'For `user` and `client`: deny only tokens issued before this time. Not further in the future than `CLOCK_TOLERANCE_SECONDS`, nor so long ago that all of them have expired. Default: for `user` now; for `client` all tokens are denied, those to come as well.',
        examples: [exampleRevocation.issuedBefore],
      }),
    ),
    reason: Type.Optional(ReasonSchema),
  },
  {
    title: 'NewRevocation',
    additionalProperties: false,
    description: 'What is to be denied.',
    examples: [
      { kind: 'user', value: exampleRevocation.value, reason: exampleRevocation.reason },
      { kind: 'client', value: '7mq1bk3v0c4d5e6f7g8h9i0j1k' },
    ],
  },
)

/** A page of the list of revocations, newest first. */
export const RevocationPageSchema = Type.Object(
  {
    items: Type.Array(Type.Unsafe<Revocation>(Type.Ref('Revocation')), {
      description: 'Revocations in force, newest first.',
    }),
    nextCursor: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      description: 'Give it as `cursor` to get the next page; null on the last one.',
      examples: [exampleRevocation.id],
    }),
  },
  { $id: 'RevocationPage', description: 'A page of revocations.' },
)

export type RevocationKind = Static<typeof RevocationKindSchema>
export type Revocation = Static<typeof RevocationSchema>
export type NewRevocation = Static<typeof NewRevocationSchema>
export type RevocationPage = Static<typeof RevocationPageSchema>
