import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import t, { type Test } from 'tap'
import { type Database, openDatabase } from '../../src/database/database.ts'
import { DatabaseOpeningError } from '../../src/database/opening-error.ts'
import { openDatabasePatiently } from '../../src/database/patience.ts'
import { Problem } from '../../src/problem/problem.ts'
import { createMortalPostgres } from '../lifecycle/mortal-postgres.ts'
import { sqliteUrl } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { emptyPostgresDatabase, findPostgres, NO_POSTGRES } from '../support/postgres.ts'
import { query } from '../support/postgres-server.ts'
import { until } from '../support/until.ts'

const skip = !findPostgres() && NO_POSTGRES

/** A logger that keeps what it is told. */
function recordLog() {
  const lines: { level: string; message: string; fields?: { err: Error; retryInMs: number } }[] = []
  const log = {
    warn: (fields: { err: Error; retryInMs: number }, message: string) =>
      lines.push({ level: 'warn', message, fields }),
    info: (message: string) => lines.push({ level: 'info', message }),
  }
  return { lines, log: log as unknown as FastifyBaseLogger }
}

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error,
  )

const refused = {
  statusCode: 503,
  code: 'unavailable',
  message: 'The database does not answer at the moment. Try again in a second.',
  headers: { 'retry-after': '1' },
}

async function refusesEverything(t: Test, database: Database) {
  const { tables } = database
  for (const query of [
    tables.selectFrom('orders').selectAll().execute(),
    sql`select 1`.execute(tables),
    tables.transaction().execute(trx => trx.deleteFrom('orders').execute()),
  ]) {
    const error = await failureOf(query)
    t.ok(error instanceof Problem, String(error))
    t.match(error, refused)
  }
  t.equal(await database.isReady(), false)
  await database.signals.send('orders')
}

t.test('its tables are locked at the start: they are waited for', { skip }, async t => {
  const url = (await emptyPostgresDatabase(t)) as string
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  t.teardown(() => other.end())
  await other.query('create table kysely_migration (name text primary key, timestamp text)')
  await other.query('begin; lock table kysely_migration in access exclusive mode')
  const { log, lines } = recordLog()
  const database = await openDatabasePatiently(url, log)
  t.teardown(() => database.close())
  await refusesEverything(t, database)
  const { host, pathname } = new URL(url)
  t.equal(
    lines[0]?.fields?.err.message,
    `DATABASE_URL=postgres://${host}${pathname} cannot be opened: ` +
      'its tables seem to be in use. Wait, or see who has locked them.',
  )
  await other.query('rollback')
  await until(() => database.isReady())
  t.equal(lines.at(-1)?.message, 'database opened')
})

t.test('PostgreSQL is away at the start: it is waited for', { skip }, async t => {
  const postgres = await createMortalPostgres(t)
  const { log, lines } = recordLog()
  const database = await openDatabasePatiently(postgres.url, log)
  t.teardown(() => database.close())
  await refusesEverything(t, database)
  await until(() => lines.length >= 3)
  t.match(
    lines.map(({ level, message, fields }) => [level, message, fields?.retryInMs]),
    [
      ['warn', 'database not opened', 250],
      ['warn', 'database not opened', 500],
      ['warn', 'database not opened', 1000],
    ],
  )
  const { host } = new URL(postgres.url)
  t.ok(lines[0]?.fields?.err instanceof DatabaseOpeningError)
  t.equal(
    lines[0]?.fields?.err.message,
    `DATABASE_URL=postgres://${host}/postgres cannot be opened: the connection is refused. ` +
      'Start the server, or correct host and port.',
  )

  await postgres.start()
  await until(() => database.isReady())
  t.strictSame(await database.tables.selectFrom('orders').selectAll().execute(), [])
  t.match(lines.at(-1), { level: 'info', message: 'database opened' })
  const seen = lines.length
  await postgres.kill()
  t.equal(await database.isReady(), false)
  await postgres.start()
  await until(() => database.isReady())
  t.equal(lines.length, seen, 'what happens later is not told of here')
})

t.test('a server that can only be read is waited for: it may be promoted', { skip }, async t => {
  const url = (await emptyPostgresDatabase(t)) as string
  const { host, pathname } = new URL(url)
  const alter = `alter database ${pathname.slice(1)}`
  await (await openDatabase(url)).close()
  await query(url, `${alter} set default_transaction_read_only = on`)
  const { log, lines } = recordLog()
  const database = await openDatabasePatiently(url, log)
  t.teardown(() => database.close())
  await refusesEverything(t, database)
  t.equal(
    lines[0]?.fields?.err.message,
    `DATABASE_URL=postgres://${host}${pathname} cannot be opened: it can only be read, as a standby or by its default_transaction_read_only. Name the primary server.`,
  )
  await query(url, `begin read write; ${alter} reset default_transaction_read_only; commit`)
  await until(() => database.isReady())
  t.equal(lines.at(-1)?.message, 'database opened')
})

t.test('a password that is missing is not waited for', async t => {
  const host = `127.0.0.1:${await startAsking(t)}`
  const { log, lines } = recordLog()
  await t.rejects(openDatabasePatiently(`postgres://alice@${host}/orders`, log), {
    message: `DATABASE_URL=postgres://${host}/orders cannot be opened: the server asks for a password. Write it into the address, or set PGPASSWORD.`,
  })
  t.strictSame(lines, [])
})

t.test('waiting ends when it is closed', async t => {
  const { log, lines } = recordLog()
  const url = `postgres://127.0.0.1:${await freePort()}/orders`
  const database = await openDatabasePatiently(url, log)
  t.equal(lines.length, 1)
  await database.close()
  await refusesEverything(t, database)
  t.equal(lines.length, 1)
})

t.test('a database that is there is opened at once', async t => {
  const { log, lines } = recordLog()
  for (const url of [sqliteUrl(t), await emptyPostgresDatabase(t)]) {
    if (url === undefined) continue
    const database = await openDatabasePatiently(url, log)
    t.equal(await database.isReady(), true)
    t.strictSame(await database.tables.selectFrom('orders').selectAll().execute(), [])
    await database.close()
  }
  t.strictSame(lines, [])
})

t.test('what waiting does not mend stops the start', async t => {
  const { log, lines } = recordLog()
  const folder = t.testdir({ text: 'no database\n'.repeat(100) })
  const wrong: Record<string, RegExp> = {
    [`file:${folder}/text`]: /not an SQLite database/,
    'postgres://localhost:99999/orders': /not a URL/,
    'postgres://one,two/orders': /more than one host/,
  }
  const url = await emptyPostgresDatabase(t)
  if (url) {
    wrong[Object.assign(new URL(url), { pathname: '/nowhere' }).href] = /there is no such database/
  }
  for (const [address, reason] of Object.entries(wrong)) {
    const error = await failureOf(openDatabasePatiently(address, log))
    t.ok(error instanceof DatabaseOpeningError)
    t.match((error as Error).message, reason)
  }
  t.strictSame(lines, [])
})

/** Asks everybody for a password, by SCRAM-SHA-256 as PostgreSQL does. */
async function startAsking(t: Test): Promise<number> {
  const server = createServer(async socket => {
    socket.on('error', () => {})
    const steps = [authentication(10, 'SCRAM-SHA-256\0\0'), authentication(11, 'r=,s=,i=4096')]
    socket.on('data', () => socket.write(steps.shift() ?? ''))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

/** A message of PostgreSQL's protocol: R, its length, the kind of authentication, and what is said. */
function authentication(kind: number, text: string): Buffer {
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(8 + text.length)
  numbers.writeUInt32BE(kind, 4)
  return Buffer.concat([Buffer.from('R'), numbers, Buffer.from(text)])
}
