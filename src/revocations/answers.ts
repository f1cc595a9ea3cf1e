import { Type } from 'typebox'
import { answer, type Header, linkHeader } from '../resources/answer.ts'
import type { Revocation, RevocationPage } from './schema.ts'

/** For what has just been made. */
export const location = {
  Location: {
    type: 'string',
    description: 'Path of the revocation.',
    examples: ['/admin/revocations/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'],
  },
} satisfies Record<string, Header>

/** An answer that is a revocation. */
export function revocationAnswer(description: string, headers: Record<string, Header> = {}) {
  return answer(description, headers, Type.Unsafe<Revocation>(Type.Ref('Revocation')))
}

/** An answer that is a page of revocations. */
export const pageAnswer = answer(
  'A page of revocations.',
  { Link: linkHeader },
  Type.Unsafe<RevocationPage>(Type.Ref('RevocationPage')),
)

/** 204: done, and nothing more to say. */
export function emptyAnswer(description: string) {
  return Type.Unsafe<undefined>({ type: 'null', description })
}
