import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { migrations } from './migrations/index.ts'
import type { Tables } from './migrations/tables.ts'

/** Where Kysely keeps the names of those that were run. */
const journal = 'kysely_migration'

/**
 * Runs the migrations that this database has not seen yet. One that a newer release has migrated is
 * taken as it is: while instances are replaced one by one, an older one may have to start again.
 */
export async function migrate(kysely: Kysely<Tables>): Promise<void> {
  const all = { ...(await newerMigrations(kysely)), ...migrations }
  const migrator = new Migrator({ db: kysely, provider: { getMigrations: async () => all } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/** What was run and is not known here: Kysely refuses gaps. */
async function newerMigrations(kysely: Kysely<Tables>): Promise<Record<string, Migration>> {
  const tables = await kysely.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === journal)) return {}
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(journal)}`.execute(
    kysely,
  )
  const [newest, migration] = Object.entries(migrations).at(-1) as [string, Migration]
  const newer = rows.filter(({ name }) => name > newest)
  // Which one stands there makes no difference: it has been run.
  return Object.fromEntries(newer.map(({ name }) => [name, migration]))
}
