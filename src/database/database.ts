import { type Kysely, type KyselyPlugin, sql } from 'kysely'
import type { Tables } from './migrations/tables.ts'
import { openingError } from './opening-error.ts'
import { connectPostgres, migratePostgres, type PoolStatus } from './postgres.ts'
import { type PostgresAddress, postgresAddress } from './postgres-address.ts'
import { noSignals, postgresSignals, type Signals } from './signals.ts'
import { openSqlite, probeSqlite } from './sqlite.ts'

export const readyTimeoutMs = 1_000

export interface Database {
  /** The tables. Stores take this, or a transaction of it. */
  readonly tables: Kysely<Tables>
  /** To and from the other processes on this database; none on an SQLite file. */
  readonly signals: Signals
  /** Whether writes that come at the same time are committed at once, without anybody's doing. */
  readonly commitsTogether: boolean
  /** How many connections there are; none are counted on an SQLite file. */
  readonly poolStatus?: () => PoolStatus
  /** Whether the database answers within a second. Never rejects. */
  isReady(): Promise<boolean>
  /** Waits for what is under way, then gives up all connections. May be called twice. */
  close(): Promise<void>
}

/**
 * Opens a database and brings its tables up to date. Several processes may do so at the same time.
 *
 * @param url `file:data/orders.db`: an SQLite file, made with its folder when there is none;
 *   `postgres://user:password@host:5432/name`: a PostgreSQL database that exists.
 * @throws {DatabaseOpeningError} saying in one line what is wrong and what to do.
 */
export async function openDatabase(url: string): Promise<Database> {
  try {
    if (isPostgres(url)) {
      const address = postgresAddress(url)
      await migratePostgres(address)
      return postgresDatabase(address)
    }
    if (/^file:./.test(url)) return sqliteDatabase(await openSqlite(url))
  } catch (error) {
    throw openingError(url, error)
  }
  throw openingError(url, Object.assign(new Error('Unknown scheme'), { code: 'UNKNOWN_SCHEME' }))
}

export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url)
}

/**
 * A PostgreSQL database that has been migrated, or will have been before `plugins` let a query
 * pass.
 */
export function postgresDatabase(address: PostgresAddress, ...plugins: KyselyPlugin[]): Database {
  const { tables, status } = connectPostgres(address)
  const plugged = plugins.reduce((all, plugin) => all.withPlugin(plugin), tables)
  const signals = postgresSignals(address, plugged)
  return {
    ...databaseOver(plugged, probePostgres),
    signals,
    commitsTogether: false,
    poolStatus: status,
  }
}

function sqliteDatabase(tables: Kysely<Tables>): Database {
  return { ...databaseOver(tables, probeSqlite), signals: noSignals, commitsTogether: true }
}

async function probePostgres(tables: Kysely<Tables>): Promise<void> {
  await sql`select 1`.execute(tables)
}

function databaseOver(
  tables: Kysely<Tables>,
  probe: (tables: Kysely<Tables>) => Promise<void>,
): Pick<Database, 'tables' | 'isReady' | 'close'> {
  return {
    tables,
    isReady: () => withinDeadline(probe(tables)),
    close: () => tables.destroy(),
  }
}

async function withinDeadline(answer: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, readyTimeoutMs, false)
  })
  const answered = answer.then(
    () => true,
    () => false,
  )
  return Promise.race([answered, deadline]).finally(() => clearTimeout(timer))
}
