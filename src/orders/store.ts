import type { Kysely } from 'kysely'
import type { OrderRow, Tables } from '../database/migrations/tables.ts'
import type { Order, OrderStatus } from './schema.ts'

/** Which orders a list is about; what is left out does not matter. */
export interface OrderFilter {
  customer?: string | undefined
  status?: OrderStatus | undefined
}

export interface OrderStore {
  insert(order: Order): Promise<void>
  /** The order, if it is this customer's. */
  find(customer: string, id: string): Promise<Order | undefined>
  /** Newest first, beginning after the order with the id `after`. */
  list(filter: OrderFilter, limit: number, after?: string): Promise<Order[]>
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
      await tables.insertInto('orders').values(toRow(order)).execute()
    },

    async find(customer, id) {
      const row = await tables
        .selectFrom('orders')
        .selectAll()
        .where('id', '=', id)
        .where('customer', '=', customer)
        .executeTakeFirst()
      return row && toOrder(row)
    },

    async list({ customer, status }, limit, after) {
      const rows = await tables
        .selectFrom('orders')
        .selectAll()
        .$if(customer !== undefined, query => query.where('customer', '=', customer as string))
        .$if(status !== undefined, query => query.where('status', '=', status as OrderStatus))
        .$if(after !== undefined, query => query.where('id', '<', after as string))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toOrder)
    },

    async replace(next) {
      const { status, note, updated_at, version } = toRow(next)
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

function toRow({ items, note, createdBy, createdAt, updatedAt, ...same }: Order): OrderRow {
  return {
    ...same,
    items: JSON.stringify(items),
    note: note ?? null,
    created_by: createdBy,
    created_at: createdAt,
    updated_at: updatedAt,
  }
}

function toOrder({ items, note, created_by, created_at, updated_at, ...same }: OrderRow): Order {
  return {
    ...same,
    items: JSON.parse(items),
    ...(note !== null && { note }),
    createdBy: created_by,
    createdAt: created_at,
    updatedAt: updated_at,
  }
}
