import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('revocations')
    .addColumn('id', 'uuid', column => column.primaryKey())
    .addColumn('kind', 'text', column => column.notNull())
    .addColumn('value', 'text', column => column.notNull())
    .addColumn('issued_before', 'timestamptz')
    .addColumn('reason', 'text')
    .addColumn('created_by', 'text', column => column.notNull())
    .addColumn('created_at', 'timestamptz', column => column.notNull())
    .addColumn('ends_at', 'timestamptz')
    .addColumn('lifted_at', 'timestamptz')
    .addColumn('version', 'bigint', column => column.notNull())
    .addUniqueConstraint('revocations_by_value', ['kind', 'value'])
    .addCheckConstraint('revocations_kind', sql`kind in ('token', 'sign-in', 'user', 'client')`)
    .execute()
  await db.schema
    .createIndex('revocations_by_version')
    .on('revocations')
    .column('version')
    .execute()
  await db.schema.createIndex('revocations_by_end').on('revocations').column('ends_at').execute()
  await db.schema
    .createTable('revocation_versions')
    .addColumn('id', 'integer', column => column.primaryKey())
    .addColumn('version', 'bigint', column => column.notNull())
    .addColumn('swept_version', 'bigint', column => column.notNull())
    .addCheckConstraint('revocation_versions_single', sql`id = 1`)
    .execute()
  await sql`insert into revocation_versions (id, version, swept_version) values (1, 0, 0)`.execute(
    db,
  )
}
