import Libsql from 'libsql'
import type { Result } from './messages.ts'
import { outageOf } from './outage.ts'

/**
 * Opens an SQLite file, which is created if need be; its folder must exist.
 *
 * @param timeout how long to wait for a lock of another process, in milliseconds
 */
export function openFile(path: string, timeout: number): Libsql.Database {
  try {
    return new Libsql(path, { timeout })
  } catch (error) {
    // The only error that libsql gives without SQLite's code.
    throw Object.assign(error as Error, { code: 'SQLITE_CANTOPEN' })
  }
}

/** What SQLite keeps with a connection, not in the file. */
export function configure(file: Libsql.Database): void {
  file.pragma('synchronous = FULL')
  file.pragma('foreign_keys = ON')
}

/**
 * Leaves all that is committed in the file itself, and its log empty, so that the file alone can be copied
 * or replaced. libsql's `close` does so only now and then.
 */
export function writeBack(file: Libsql.Database): void {
  try {
    file.pragma('wal_checkpoint(truncate)')
  } catch {
    // The log stays, and is read at the next start.
  }
}

/**
 * Runs one statement. A write must be within a transaction that `exec('begin immediate')` has
 * begun: a prepared statement that waits in vain for another process stays open in libsql, and while
 * it does, nothing that is written after it is committed.
 */
export function execute(
  file: Libsql.Database,
  sql: string,
  parameters: readonly unknown[],
): Result {
  const statement = prepare(file, sql, parameters)
  if (statement.reader) return { rows: statement.all(parameters) }
  return { rows: [], changes: statement.run(parameters).changes }
}

/**
 * The statements of each file that have been prepared, by their text. What has parameters comes again,
 * and there are as many as this code has queries.
 */
const prepared = new WeakMap<Libsql.Database, Map<string, Libsql.Statement>>()

function prepare(file: Libsql.Database, sql: string, { length }: readonly unknown[]) {
  if (length === 0) return file.prepare(sql)
  const statements = prepared.get(file) ?? new Map<string, Libsql.Statement>()
  prepared.set(file, statements)
  const statement = statements.get(sql) ?? file.prepare(sql)
  statements.set(sql, statement)
  return statement
}

export function isBusy(error: unknown): boolean {
  return error instanceof Libsql.SqliteError && outageOf(error.code) === 'SQLITE_BUSY'
}

export function isUnavailable(error: unknown): boolean {
  return outageOf((error as { code?: unknown }).code) !== undefined
}
