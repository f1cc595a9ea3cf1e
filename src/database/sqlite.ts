import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import Libsql from 'libsql'
import { createDriver, type Engine } from './driver.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './migrations/tables.ts'
import { createMutex } from './mutex.ts'

/** How long a starting process waits for another one that prepares the same file. */
const START_TIMEOUT_MS = 30_000
/** How long a write waits for another process that writes to the same file. */
const BUSY_TIMEOUT_MS = 2_000

/**
 * Opens the SQLite file of a `file:` URL and migrates it. Folder and file are created.
 *
 * A commit is on the disk before it is acknowledged (`synchronous=FULL`).
 */
export async function openSqlite(url: string): Promise<Kysely<Tables>> {
  const path = sqlitePath(url)
  await mkdir(dirname(path), { recursive: true })
  const file = openFile(path)
  try {
    await useWriteAheadLog(file)
    file.pragma('synchronous = FULL')
    file.pragma('foreign_keys = ON')
    const kysely = kyselyOver(file)
    await migrateAlone(file, kysely)
    file.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
    return kysely
  } catch (error) {
    file.close()
    throw error
  }
}

function openFile(path: string): Libsql.Database {
  try {
    return new Libsql(path, { timeout: START_TIMEOUT_MS })
  } catch (error) {
    // The only error that libsql gives without SQLite's code.
    throw Object.assign(error as Error, { code: 'SQLITE_CANTOPEN' })
  }
}

/** The path in `file:orders.db`, `file:/var/orders.db` or `file:///var/orders.db`. */
function sqlitePath(url: string): string {
  return url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length)
}

/** Changing the journal mode is the one thing for which SQLite does not wait until a file is free. */
async function useWriteAheadLog(file: Libsql.Database): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS
  for (;;) {
    try {
      file.pragma('journal_mode = WAL')
      return
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error
      await sleep(10)
    }
  }
}

/** One transaction around all migrations: of several processes that start, one migrates. */
async function migrateAlone(file: Libsql.Database, kysely: Kysely<Tables>): Promise<void> {
  file.exec('begin immediate')
  try {
    await migrate(kysely)
    file.exec('commit')
  } catch (error) {
    file.exec('rollback')
    throw error
  }
}

function kyselyOver(file: Libsql.Database): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => createDriver(sqliteEngine(file)),
      createIntrospector: kysely => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}

function sqliteEngine(file: Libsql.Database): Engine {
  const mutex = createMutex()
  return {
    // A transaction that begins by reading cannot wait for a writer later: it fails at once.
    begin: 'begin immediate',
    async connect() {
      const release = await mutex.lock()
      return { run: async (sql, parameters) => run(file, sql, parameters), release }
    },
    isUnavailable,
    close: async () => {
      file.close()
    },
  }
}

function run(file: Libsql.Database, sql: string, parameters: readonly unknown[]) {
  // libsql aborts the process when it is given one.
  if (parameters.some(parameter => typeof parameter === 'boolean')) {
    throw new TypeError('SQLite has no boolean: give 0 or 1')
  }
  if (/^(begin|commit|rollback)/.test(sql)) {
    file.exec(sql)
    return { rows: [] }
  }
  if (file.inTransaction || /^select/.test(sql)) return execute(file, sql, parameters)
  return inTransaction(file, () => execute(file, sql, parameters))
}

/**
 * Runs a write that may have to wait for another process. A prepared statement that waits in vain
 * stays open in libsql, and while it does, nothing that is written after it is committed; `exec`
 * leaves nothing open, and within a transaction nothing has to wait.
 */
function inTransaction<R>(file: Libsql.Database, write: () => R): R {
  file.exec('begin immediate')
  try {
    const result = write()
    file.exec('commit')
    return result
  } catch (error) {
    // Of some errors, a full disk among them, SQLite has rolled back already.
    if (file.inTransaction) file.exec('rollback')
    throw error
  }
}

function execute(file: Libsql.Database, sql: string, parameters: readonly unknown[]) {
  const statement = file.prepare(sql)
  if (statement.reader) return { rows: statement.all(parameters) }
  return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) }
}

/** Locked by another process, disk full, failing, or read-only: not the fault of the query. */
function isUnavailable(error: unknown): boolean {
  return (
    error instanceof Libsql.SqliteError &&
    /^SQLITE_(BUSY|LOCKED|FULL|IOERR|READONLY|CANTOPEN)/.test(error.code)
  )
}

function isBusy(error: unknown): boolean {
  return error instanceof Libsql.SqliteError && error.code.startsWith('SQLITE_BUSY')
}
