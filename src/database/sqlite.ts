import { fileURLToPath } from 'node:url'
import { type Kysely, sql } from 'kysely'
import type { Tables } from './migrations/tables.ts'
import { createSqliteEngine } from './sqlite/engine.ts'
import { prepareFile } from './sqlite/prepare.ts'
import { tablesOver } from './sqlite/tables.ts'

/**
 * Opens the SQLite file of a `file:` URL and migrates it. Folder and file are created.
 *
 * A commit is on the disk before it is acknowledged (`synchronous=FULL`).
 */
export async function openSqlite(url: string): Promise<Kysely<Tables>> {
  const path = sqlitePath(url)
  await prepareFile(path)
  const tables = tablesOver(await createSqliteEngine(path))
  // Kysely does not close what has never been used.
  await sql`select 1`.execute(tables)
  return tables
}

/**
 * Asks both the thread that reads, for something that stands in the file, and, by way of a transaction,
 * the one that writes.
 */
export async function probeSqlite(tables: Kysely<Tables>): Promise<void> {
  await Promise.all([
    tables.selectFrom('orders').select('id').limit(1).execute(),
    tables.transaction().execute(async () => {}),
  ])
}

/** The path in `file:orders.db`, `file:/var/orders.db` or `file:///var/orders.db`. */
function sqlitePath(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
}
