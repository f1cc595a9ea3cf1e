import { type Kysely, sql } from 'kysely'
import { orderColumns, type Tables } from '../database/migrations/tables.ts'
import { together } from '../database/together.ts'
import type { Order } from './schema.ts'
import { type OrderStore, toRow } from './store.ts'

/**
 * Inserts orders that come at the same time in one statement, the same for any number of them: a
 * busy PostgreSQL stores several times as many. Each is acknowledged when all of them are stored.
 */
export function insertTogether(tables: Kysely<Tables>): OrderStore['insert'] {
  const columns = sql.raw(orderColumns.join(', '))
  return together(async orders => {
    await sql`
      insert into orders (${columns})
      select ${columns} from json_populate_recordset(null::orders, ${toRecords(orders)})
    `.execute(tables)
  })
}

function toRecords(orders: readonly Order[]): string {
  return JSON.stringify(orders.map(order => toRow(order, order.items)))
}
