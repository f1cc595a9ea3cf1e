import { Type } from 'typebox'
import { type Problem, validationFailed } from '../problem/problem.ts'
import { fromCursor, toCursor } from './cursor.ts'
import type { OrderPage } from './schema.ts'
import type { OrderFilter, OrderStore } from './store.ts'

/** Query parameters of every list. */
export const paging = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 100,
      default: 20,
      description: 'How many orders at most.',
      examples: [20],
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      maxLength: 64,
      description: '`nextCursor` of the page before, for the same list.',
    }),
  ),
}

interface PageQuery {
  limit?: number
  cursor?: string
}

/**
 * Reads a page of a list, newest orders first.
 *
 * @throws {Problem} 400 when the cursor is not one of this list
 */
export async function readPage(
  store: OrderStore,
  filter: OrderFilter,
  { limit = 20, cursor }: PageQuery,
): Promise<OrderPage> {
  const after = cursor === undefined ? undefined : fromCursor(cursor, filter)
  if (cursor !== undefined && after === undefined) throw strangeCursor()
  // One more than asked for tells whether there is another page.
  const orders = await store.list(filter, limit + 1, after)
  const items = orders.slice(0, limit)
  const last = items.at(-1)
  const nextCursor = last && orders.length > limit ? toCursor(last.id, filter) : null
  return { items, nextCursor }
}

/**
 * The Link header that leads to the next page (RFC 8288).
 *
 * @param path of the list
 * @param query what the list was asked for with
 */
export function linkToNext(path: string, query: object, cursor: string): string {
  const parameters = new URLSearchParams(Object.entries({ ...query, cursor }))
  return `<${path}?${parameters}>; rel="next"`
}

function strangeCursor(): Problem {
  return validationFailed([
    { pointer: '/query/cursor', message: 'is not a nextCursor of this list' },
  ])
}
