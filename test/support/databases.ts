import { join } from 'node:path'
import { type Test, t as wholeFile } from 'tap'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { newFolder } from './folder.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from './postgres.ts'

/** A database that is open and has nothing in its tables. */
export interface OpenDatabase extends Database {
  readonly url: string
}

/** Runs a test over an empty SQLite database and, where there is PostgreSQL, over one of that. */
export function eachDatabase(
  t: Test,
  name: string,
  body: (t: Test, url: string) => Promise<void>,
): void {
  t.test(name, async t => {
    await t.test('SQLite', t => body(t, sqliteUrl(t)))
    const url = await emptyPostgresDatabase(t)
    await t.test('PostgreSQL', { skip: !url && NO_POSTGRES }, t => body(t, url as string))
  })
}

/** Like `eachDatabase`, for tests that do nothing to the database but write rows into its tables. */
export function eachOpenDatabase(
  t: Test,
  name: string,
  body: (t: Test, database: OpenDatabase) => Promise<void>,
): void {
  t.test(name, async t => {
    await t.test('SQLite', async t => body(t, await borrowSqlite(t)))
    const database = await borrowPostgres(t)
    const skip = !database && NO_POSTGRES
    await t.test('PostgreSQL', { skip }, t => body(t, database as OpenDatabase))
  })
}

/** An SQLite file that does not exist yet, nor its folder. */
export function sqliteUrl(t: Test): string {
  return `file:${join(t.testdir(), 'data', 'orders.db')}`
}

/** An open SQLite database until the end of the test. */
export async function borrowSqlite(t: Test): Promise<OpenDatabase> {
  return borrow(
    t,
    sqliteStock.pop() ?? (await openInStock(`file:${newFolder()}/orders.db`)),
    sqliteStock,
  )
}

async function borrowPostgres(t: Test): Promise<OpenDatabase | undefined> {
  const stocked = postgresStock.pop()
  if (stocked) return borrow(t, stocked, postgresStock)
  const url = await emptyPostgresDatabase(wholeFile)
  return url === undefined ? undefined : borrow(t, await openInStock(url), postgresStock)
}

/** To open and migrate a database takes longer than most tests: the next one gets it, emptied. */
const sqliteStock: OpenDatabase[] = []
const postgresStock: OpenDatabase[] = []

function borrow(t: Test, database: OpenDatabase, stock: OpenDatabase[]): OpenDatabase {
  t.teardown(async () => {
    await empty(database)
    stock.push(database)
  })
  return { ...database, close: async () => {} }
}

async function openInStock(url: string): Promise<OpenDatabase> {
  const database = await openDatabase(url)
  wholeFile.teardown(database.close)
  return { ...database, url }
}

async function empty({ tables }: Database): Promise<void> {
  for (const table of ['orders', 'idempotency_keys', 'revocations'] as const) {
    await tables.deleteFrom(table).execute()
  }
  await tables.updateTable('revocation_versions').set({ version: 0, swept_version: 0 }).execute()
}
