import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('orders')
    .addColumn('id', 'uuid', column => column.primaryKey())
    .addColumn('status', 'text', column => column.notNull())
    .addColumn('currency', 'char(3)', column => column.notNull())
    .addColumn('items', 'jsonb', column => column.notNull())
    .addColumn('total', 'bigint', column => column.notNull())
    .addColumn('note', 'text')
    .addColumn('customer', 'text', column => column.notNull())
    .addColumn('created_by', 'text', column => column.notNull())
    .addColumn('created_at', 'timestamptz', column => column.notNull())
    .addColumn('updated_at', 'timestamptz', column => column.notNull())
    .addColumn('version', 'integer', column => column.notNull())
    .addCheckConstraint(
      'orders_status',
      sql`status in ('pending', 'confirmed', 'shipped', 'cancelled')`,
    )
    .addCheckConstraint('orders_total', sql`total >= 0`)
    .execute()
  await db.schema
    .createIndex('orders_by_customer')
    .on('orders')
    .columns(['customer', 'id'])
    .execute()
  await db.schema.createIndex('orders_by_status').on('orders').columns(['status', 'id']).execute()
}
