import { Type } from 'typebox'
import { type Problem, validationFailed } from '../problem/problem.ts'
import { limitOf, pageOf } from '../resources/paging.ts'
import { fromCursor, toCursor } from './cursor.ts'
import type { OrderPage } from './schema.ts'
import type { OrderFilter, OrderStore } from './store.ts'

/** Query parameters of every list. */
export const paging = {
  limit: limitOf('How many orders at most; large ones come in shorter pages.'),
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
  const { orders, hasMore } = await store.list(filter, limit, after)
  return pageOf(orders, hasMore, ({ id }) => toCursor(id, filter))
}

function strangeCursor(): Problem {
  return validationFailed([
    { pointer: '/query/cursor', message: 'is not a nextCursor of this list' },
  ])
}
