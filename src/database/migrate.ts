import { type Kysely, Migrator } from 'kysely'
import { migrations } from './migrations/index.ts'
import type { Tables } from './migrations/tables.ts'

/** Runs the migrations that this database has not seen yet. */
export async function migrate(kysely: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: async () => migrations },
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}
