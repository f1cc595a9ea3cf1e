import type { Kysely } from 'kysely'
import { type OrderRow, orderColumns, type Tables } from '../database/migrations/tables.ts'
import type { Order, OrderStatus } from './schema.ts'

/** Which orders a list is about; what is left out does not matter. */
export interface OrderFilter {
  customer?: string | undefined
  status?: OrderStatus | undefined
}

/** Part of a list. */
export interface OrderList {
  orders: Order[]
  /** Whether there are more behind them. */
  hasMore: boolean
}

/** Characters of items in a list beyond its first order: what takes long to write holds up the others. */
const mostItems = 256 * 1024

export interface OrderStore {
  insert(order: Order): Promise<void>
  /** The order, if it is this customer's. */
  find(customer: string, id: string): Promise<Order | undefined>
  /**
   * Newest first, beginning after the order with the id `after`; fewer than `limit` where they are
   * large.
   */
  list(filter: OrderFilter, limit: number, after?: string): Promise<OrderList>
  /**
   * Puts the next version of an order in the place of the one it was made from.
   *
   * @returns false when that one is no longer the current one
   */
  replace(next: Order): Promise<boolean>
}

/** @param tables a database, or a transaction of it */
export function createOrderStore(tables: Kysely<Tables>): OrderStore {
  return {
    async insert(order) {
      const row = toRow(order, JSON.stringify(order.items))
      await tables.insertInto('orders').values(row).execute()
    },

    async find(customer, id) {
      const row = await tables
        .selectFrom('orders')
        .select(orderColumns)
        .where('id', '=', id)
        .where('customer', '=', customer)
        .executeTakeFirst()
      return row && toOrder(row)
    },

    async list({ customer, status }, limit, after) {
      const rows = await tables
        .selectFrom('orders')
        .select(orderColumns)
        .$if(customer !== undefined, query => query.where('customer', '=', customer as string))
        .$if(status !== undefined, query => query.where('status', '=', status as OrderStatus))
        .$if(after !== undefined, query => query.where('id', '<', after as string))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      const orders = rows.slice(0, Math.min(limit, fittingIn(rows))).map(toOrder)
      return { orders, hasMore: rows.length > orders.length }
    },

    async replace(next) {
      const { status, note = null, updatedAt: updated_at, version } = next
      const { numUpdatedRows } = await tables
        .updateTable('orders')
        .set({ status, note, updated_at, version })
        .where('id', '=', next.id)
        .where('version', '=', version - 1)
        .executeTakeFirstOrThrow()
      return numUpdatedRows === 1n
    },
  }
}

/** How many of the rows are listed at once. */
function fittingIn(rows: readonly Pick<OrderRow, 'items'>[]): number {
  let size = 0
  const tooMany = rows.findIndex(({ items }, index) => {
    size += items.length
    return index > 0 && size > mostItems
  })
  return tooMany === -1 ? rows.length : tooMany
}

// Member by member: what V8 makes of a spread is several times as slow, to make and to read.

/** @param items as the database takes them */
export function toRow<Items>(
  order: Order,
  items: Items,
): Omit<OrderRow, 'items'> & { items: Items } {
  return {
    id: order.id,
    status: order.status,
    currency: order.currency,
    items,
    total: order.total,
    note: order.note ?? null,
    customer: order.customer,
    created_by: order.createdBy,
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    version: order.version,
  }
}

function toOrder(row: OrderRow): Order {
  const order: Order = {
    id: row.id,
    status: row.status,
    currency: row.currency,
    items: JSON.parse(row.items),
    total: row.total,
    customer: row.customer,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  }
  if (row.note !== null) order.note = row.note
  return order
}
