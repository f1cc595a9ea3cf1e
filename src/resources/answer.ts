import type { TSchema } from 'typebox'

/** A response header as the contract has it. */
export interface Header {
  type: 'string'
  description: string
  enum?: string[]
  examples?: string[]
}

export const linkHeader: Header = {
  type: 'string',
  description: 'With `rel="next"` where there is a next page (RFC 8288).',
  examples: ['</orders?limit=20&cursor=AZqffCxefTGbHG8dPCtKUEzvF2Pq9sQx>; rel="next"'],
}

/** An answer with a body, for the `response` of a route's schema. */
export function answer<S extends TSchema>(
  description: string,
  headers: Record<string, Header>,
  schema: S,
) {
  return { description, headers, content: { 'application/json': { schema } } }
}
