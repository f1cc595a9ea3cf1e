import { type TSchema, Type } from 'typebox'
import type { Revocation, RevocationPage } from './schema.ts'

const headers = {
  Location: { type: 'string', description: 'Path of the revocation.' },
  Link: { type: 'string', description: 'With `rel="next"` where there is a next page (RFC 8288).' },
}

/** An answer that is a revocation. */
export function revocationAnswer(description: string, ...names: (keyof typeof headers)[]) {
  return answer(description, names, Type.Unsafe<Revocation>(Type.Ref('Revocation')))
}

/** An answer that is a page of revocations. */
export const pageAnswer = answer(
  'A page of revocations.',
  ['Link'],
  Type.Unsafe<RevocationPage>(Type.Ref('RevocationPage')),
)

/** 204: done, and nothing more to say. */
export function emptyAnswer(description: string) {
  return Type.Unsafe<undefined>({ type: 'null', description })
}

function answer<S extends TSchema>(
  description: string,
  names: (keyof typeof headers)[],
  schema: S,
) {
  const present = Object.fromEntries(names.map(name => [name, headers[name]]))
  return { description, headers: present, content: { 'application/json': { schema } } }
}
