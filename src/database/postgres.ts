import type { EventEmitter } from 'node:events'
import { Socket } from 'node:net'
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import pg from 'pg'
import { createDriver, type Engine } from './driver.ts'
import { migrate } from './migrate.ts'
import type { Tables } from './migrations/tables.ts'
import type { PostgresAddress } from './postgres-address.ts'
import { checkServerSettings } from './server-settings.ts'
import { statementName } from './statement-name.ts'

/** Together less than the two seconds within which a query is answered or given up. */
export const connectTimeoutMs = 750
export const answerTimeoutMs = 1_000
/** A little less, so that the server tells which query it was, as long as there is a server. */
const statementTimeoutMs = 900
const migrationConnectTimeoutMs = 2_000

/** How many connections a pool has. */
export interface PoolStatus {
  total: number
  idle: number
  /** Queries that wait for a connection. */
  waiting: number
}

/** Migrates the database at an address. */
export async function migratePostgres(address: PostgresAddress): Promise<void> {
  // Waiting for another process that migrates, and migrating, may take longer than a query.
  const migrating = kyselyOver(
    new pg.Pool({ ...connection(address, migrationConnectTimeoutMs), max: 1 }),
  )
  try {
    await checkServerSettings(migrating)
    await migrate(migrating)
  } finally {
    await migrating.destroy()
  }
}

/** A pool of connections to that database, which are made when they are needed. */
export function connectPostgres(address: PostgresAddress) {
  const pool = new pg.Pool({
    ...connection(address, connectTimeoutMs),
    max: 10,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: 3 * statementTimeoutMs,
    query_timeout: answerTimeoutMs,
  })
  return {
    tables: kyselyOver(pool),
    status: (): PoolStatus => ({
      total: pool.totalCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  }
}

function connection(address: PostgresAddress, connectionTimeoutMillis: number): pg.PoolConfig {
  // Who has vanished without a word, or was forgotten on the way, is noticed while nothing is sent too.
  const keepAlive = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 }
  return { Client: clientAt(address), connectionTimeoutMillis, types, ...keepAlive }
}

/** A client that asks for the address when it is made, and leaves nothing behind when it cannot connect. */
function clientAt(address: PostgresAddress): typeof pg.Client {
  return class extends pg.Client {
    constructor(config?: pg.ClientConfig) {
      const socket = new Socket()
      super({ ...config, ...address(), stream: () => socket })
      // pg keeps the connection to a server that asked for something it does not have.
      const { connection } = this as unknown as { connection: EventEmitter }
      connection.once('error', () => socket.destroy())
    }
  }
}

/** Values as SQLite has them: one store reads both. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid: number) {
    switch (oid) {
      case pg.types.builtins.INT8:
        return Number
      case pg.types.builtins.TIMESTAMPTZ:
        return toTimestamp
      case pg.types.builtins.JSONB:
        return String
      default:
        return pg.types.getTypeParser(oid)
    }
  },
}
const toDate = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date

/** How a server in UTC writes a time with milliseconds, which are all that are stored. */
const inUtc = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,3}))?\+00$/

/** RFC 3339, UTC, milliseconds. */
function toTimestamp(text: string): string {
  const parts = inUtc.exec(text)
  // A Date takes several times as long, and most servers are in UTC.
  if (parts === null) return toDate(text).toISOString()
  const [, day, time, fraction = ''] = parts
  return `${day}T${time}.${fraction.padEnd(3, '0')}Z`
}

function kyselyOver(pool: pg.Pool): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => createDriver(postgresEngine(pool)),
      createIntrospector: kysely => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
}

function postgresEngine(pool: pg.Pool): Engine {
  // A connection that dies between two queries must not end the process: the pool drops it, or the
  // next query on it fails.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return {
    begin: 'begin',
    async connect() {
      const client = await pool.connect()
      let lost = false
      return {
        async run(sql, parameters) {
          // Nobody would answer a rollback, and the transaction is gone with the connection.
          if (lost) throw new Error('The connection to the database is lost')
          try {
            const { rows, rowCount } = await client.query({
              text: sql,
              values: [...parameters],
              // Statements without parameters are not worth it: they begin and end transactions.
              name: parameters.length === 0 ? '' : statementName(sql),
            })
            return { rows, numAffectedRows: BigInt(rowCount ?? 0) }
          } catch (error) {
            lost ||= !isAnswer(error) || anotherWillDo.test(String(error.code))
            throw error
          }
        },
        release: () => client.release(lost),
      }
    },
    isUnavailable,
    close: () => pool.end(),
  }
}

/** False when the connection broke, timed out or could not be made. */
function isAnswer(error: unknown): error is pg.DatabaseError {
  return error instanceof pg.DatabaseError
}

/**
 * What another connection would do: after a failover the same name leads to a server that may write
 * (25006), and statements prepared before the type of a column was changed are prepared anew (0A000).
 */
const anotherWillDo = /^(25006|0A000)$/

/**
 * Besides the lack of any answer: connection exception (08), transaction to be repeated (40), out
 * of resources (53), cancelled or shutting down (57), failing (58), what another connection would do,
 * a transaction that took too long (25P03, 25P04), a lock not to be had (55P03).
 */
export function isUnavailable(error: unknown): boolean {
  if (!isAnswer(error)) return true
  const code = String(error.code)
  return anotherWillDo.test(code) || /^(08|40|53|57|58|25P0)|^55P03$/.test(code)
}
