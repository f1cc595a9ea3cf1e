import type { DatabaseConnection, Driver, QueryResult } from 'kysely'
import { Problem } from '../problem/problem.ts'

/** One connection, lent to one query or one transaction. */
export interface Session {
  run(sql: string, parameters: readonly unknown[]): Promise<QueryResult<unknown>>
  release(): void
}

/** What differs between the databases, below Kysely. */
export interface Engine {
  /** The statement that opens a transaction. */
  readonly begin: string
  /** Waits for a free connection. Rejects when none can be had, whatever the reason. */
  connect(): Promise<Session>
  /** True when `error` says nothing about the query, only that the database cannot serve now. */
  isUnavailable(error: unknown): boolean
  close(): Promise<void>
}

interface Connection extends DatabaseConnection {
  readonly session: Session
}

/**
 * Kysely's driver over an engine.
 *
 * @throws {Problem} 503 `unavailable`, from any query, while the database cannot serve.
 */
export function createDriver(engine: Engine): Driver {
  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw engine.isUnavailable(error) ? unavailable(error) : error
    }
  }

  async function connect(): Promise<Connection> {
    const session = await engine.connect().catch(error => {
      throw unavailable(error)
    })
    return {
      session,
      executeQuery: <R>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) =>
        guarded(() => session.run(sql, parameters)) as Promise<QueryResult<R>>,
      streamQuery() {
        throw new Error('Streaming is not supported: read page by page')
      },
    }
  }

  async function execute(connection: DatabaseConnection, sql: string): Promise<void> {
    const { session } = connection as Connection
    await guarded(() => session.run(sql, []))
  }

  return {
    init: async () => {},
    acquireConnection: connect,
    beginTransaction: connection => execute(connection, engine.begin),
    commitTransaction: connection => execute(connection, 'commit'),
    rollbackTransaction: async connection => {
      // A connection that cannot roll back has lost its transaction already (the server went away,
      // or SQLite undid it by itself), and the error that led here must not be hidden by another.
      await execute(connection, 'rollback').catch(() => {})
    },
    releaseConnection: async connection => (connection as Connection).session.release(),
    destroy: () => engine.close(),
  }
}

/** What a query is answered while the database cannot serve. */
export function unavailable(cause: unknown): Problem {
  const problem = new Problem(
    503,
    'unavailable',
    'The database does not answer at the moment. Try again in a second.',
    { headers: { 'retry-after': '1' } },
  )
  problem.cause = cause
  return problem
}
