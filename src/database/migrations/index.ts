import type { Migration } from 'kysely'
import * as orders from './0001-orders.ts'
import * as idempotencyKeys from './0002-idempotency-keys.ts'
import * as revocations from './0003-revocations.ts'

/**
 * Every change of the tables, in order. What is released stays as it is; a change is a new module.
 *
 * Column types are PostgreSQL's; SQLite takes any name and stores uuid, timestamptz and jsonb as
 * text, which the drivers hand out for PostgreSQL too.
 */
export const migrations: Record<string, Migration> = {
  '0001-orders': orders,
  '0002-idempotency-keys': idempotencyKeys,
  '0003-revocations': revocations,
}
