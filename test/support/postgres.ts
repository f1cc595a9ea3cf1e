import { randomBytes } from 'node:crypto'
import { type Test, t as wholeFile } from 'tap'
import { findPostgres, type PostgresServer, query, startPostgres } from './postgres-server.ts'

export { findPostgres, NO_POSTGRES, startPostgres } from './postgres-server.ts'

let shared: Promise<PostgresServer> | undefined

/**
 * A new, empty database, dropped at the end of the test: on the server at TEST_POSTGRES_URL, else
 * on a throw-away server that serves the whole test file.
 *
 * @returns its URL, or undefined where there is no PostgreSQL
 */
export async function emptyPostgresDatabase(t: Test): Promise<string | undefined> {
  const server = process.env.TEST_POSTGRES_URL ?? (await sharedServer())?.url
  if (server === undefined) return undefined
  const name = `test_${randomBytes(8).toString('hex')}`
  await query(server, `create database ${name}`)
  t.teardown(() => query(server, `drop database if exists ${name} with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function sharedServer(): Promise<PostgresServer | undefined> {
  if (!findPostgres()) return undefined
  if (!shared) {
    shared = startPostgres()
    wholeFile.teardown(async () => (await shared)?.stop())
  }
  return shared
}
