import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { KyselyPlugin } from 'kysely'
import { Problem } from '../problem/problem.ts'
import { type Database, isPostgres, openDatabase, postgresDatabase } from './database.ts'
import { unavailable } from './driver.ts'
import { openingError } from './opening-error.ts'
import { isUnavailable, migratePostgres } from './postgres.ts'
import { type PostgresAddress, postgresAddress } from './postgres-address.ts'

/** Waits before the next attempt: doubles from the first to the last. */
const firstWaitMs = 250
const longestWaitMs = 5_000

/** How long the start waits for the first attempt: longer than for a connection. */
const firstAttemptMs = 3_000

/** Another instance may be migrating, or have locked the tables for something else. */
const slow = unavailable(
  new Error('its tables seem to be in use. Wait, or see who has locked them'),
)

/**
 * Opens a database that may be away, as `openDatabase` does, but waits for nobody: where PostgreSQL
 * does not answer or takes its time, it goes on trying in the background. Until it is there and
 * migrated, the database is not ready, and every query is refused with 503 `unavailable`.
 *
 * @throws {DatabaseOpeningError} what is wrong cannot pass by waiting: address, password, rights,
 *   or an SQLite file
 */
export async function openDatabasePatiently(
  url: string,
  log: FastifyBaseLogger,
): Promise<Database> {
  if (!isPostgres(url)) return openDatabase(url)
  const closed = new AbortController()
  const address = addressOf(url, err =>
    log.warn({ err }, 'certificates for the database not read again'),
  )
  const first = failureOf(migratePostgres(address))
  let missing = await Promise.race([first, sleep(firstAttemptMs, slow, { ref: false })])
  if (missing !== undefined && missing !== slow && !isAbsence(missing)) {
    throw openingError(url, missing)
  }
  const database = postgresDatabase(
    address,
    refuseWhile(() => missing),
  )
  if (missing !== undefined) void keepTrying()
  return {
    ...database,
    close() {
      closed.abort()
      return database.close()
    },
  }

  async function keepTrying(): Promise<void> {
    for (let wait = firstWaitMs; missing !== undefined; wait = Math.min(2 * wait, longestWaitMs)) {
      log.warn({ err: openingError(url, missing), retryInMs: wait }, 'database not opened')
      await sleep(wait, undefined, { signal: closed.signal, ref: false }).catch(() => {})
      if (closed.signal.aborted) return
      missing = await (missing === slow ? first : failureOf(migratePostgres(address)))
    }
    log.info('database opened')
  }
}

function addressOf(url: string, onStale: (error: unknown) => void): PostgresAddress {
  try {
    return postgresAddress(url, onStale)
  } catch (error) {
    throw openingError(url, error)
  }
}

/** What the work failed with; `undefined` when it did not. */
function failureOf(work: Promise<void>): Promise<unknown> {
  return work.then(
    () => undefined,
    error => error,
  )
}

/** Whether a database that is started, let through to, or promoted would do. */
function isAbsence(error: unknown): boolean {
  if ((error as NodeJS.ErrnoException).code === 'READ_ONLY') return true
  if (!(error instanceof Problem) || !isUnavailable(error.cause)) return false
  // pg's own errors, when it was asked for a password and has none, or could not believe the server.
  return !String(error.cause).includes('SASL: ')
}

function refuseWhile(missing: () => unknown): KyselyPlugin {
  return {
    transformQuery({ node }) {
      const cause = missing()
      if (cause !== undefined) throw unavailable(cause)
      return node
    },
    transformResult: async ({ result }) => result,
  }
}
