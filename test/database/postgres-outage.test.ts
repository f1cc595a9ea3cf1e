import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { sql } from 'kysely'
import { DatabaseError } from 'pg'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { isUnavailable } from '../../src/database/postgres.ts'
import {
  emptyPostgresDatabase,
  findPostgres,
  NO_POSTGRES,
  startPostgres,
} from '../support/postgres.ts'
import { query } from '../support/postgres-server.ts'
import { unavailable, write } from './unavailable.ts'

const skip = !process.env.TEST_POSTGRES_URL && !findPostgres() && NO_POSTGRES

t.test('PostgreSQL, stopped', { skip }, async t => {
  const server = await startPostgres()
  const database = await openDatabase(server.url)
  t.teardown(() => database.close())
  await server.stop()
  await unavailable(t, write(database))
  t.equal(await database.isReady(), false)
})

t.test('PostgreSQL ends a connection within a transaction', { skip }, async t => {
  const database = await openDatabase((await emptyPostgresDatabase(t)) as string)
  t.teardown(() => database.close())
  await unavailable(
    t,
    database.tables.transaction().execute(async trx => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx)
      await sql`select pg_terminate_backend(${rows[0]?.pid}::int, 1000)`.execute(database.tables)
      await trx.deleteFrom('orders').execute()
    }),
  )
  await write(database)
  t.equal(await database.isReady(), true)
})

t.test('PostgreSQL lets nobody in any more', { skip }, async t => {
  const url = (await emptyPostgresDatabase(t)) as string
  const name = new URL(url).pathname.slice(1)
  const role = `role_${name}`
  const own = new URL(url)
  own.username = role
  await query(url, `create role ${role} login; grant create on schema public to ${role}`)
  t.teardown(() => query(url, `drop owned by ${role}; drop role ${role}`))
  const database = await openDatabase(own.href)
  t.teardown(() => database.close())
  await write(database)

  const endSessions = `select pg_terminate_backend(pid, 1000) from pg_stat_activity where usename = '${role}'`
  await query(url, `alter role ${role} nologin; ${endSessions}`)
  await unavailable(t, write(database))
  t.equal(await database.isReady(), false)
  await query(url, `alter role ${role} login`)
  await write(database)
  t.equal(await database.isReady(), true)
})

t.test('PostgreSQL that only reads, until the name leads to another server', { skip }, async t => {
  const url = (await emptyPostgresDatabase(t)) as string
  const database = await openDatabase(url)
  t.teardown(() => database.close())
  const name = new URL(url).pathname.slice(1)
  const reading = await openDatabase(url)
  t.teardown(() => reading.close())
  // Before its first connection is made.
  await query(url, `alter database ${name} set default_transaction_read_only = on`)
  await unavailable(t, write(reading))
  const other = Object.assign(new URL(url), { pathname: '/postgres' })
  await query(other.href, `alter database ${name} set default_transaction_read_only = off`)
  await write(reading)
  t.equal(await reading.isReady(), true)
})

t.test('which answers of PostgreSQL say nothing about the query', async t => {
  const says = (code: string) =>
    isUnavailable(Object.assign(new DatabaseError('', 0, 'error'), { code }))
  const unavailable = [
    '08006',
    '0A000',
    '25006',
    '25P03',
    '25P04',
    '40001',
    '53300',
    '55P03',
    '57P01',
    '58030',
  ]
  t.strictSame(unavailable.filter(says), unavailable)
  t.strictSame(['22001', '23505', '25001', '42601', '42P01', '55006'].filter(says), [])
  t.ok(isUnavailable(new Error('no answer')))
})

t.test('PostgreSQL, a table that somebody has locked', { skip }, async t => {
  const url = (await emptyPostgresDatabase(t)) as string
  const name = new URL(url).pathname.slice(1)
  const database = await openDatabase(url)
  t.teardown(() => database.close())
  await query(url, `alter database ${name} set lock_timeout = '50ms'`)
  const { tables } = await openDatabase(url)
  t.teardown(() => tables.destroy())
  await database.tables.transaction().execute(async transaction => {
    await sql`lock table orders in access exclusive mode`.execute(transaction)
    await unavailable(t, tables.deleteFrom('orders').execute())
  })
  await tables.deleteFrom('orders').execute()
})

t.test('PostgreSQL takes too long', { skip }, async t => {
  const database = await openDatabase((await emptyPostgresDatabase(t)) as string)
  t.teardown(() => database.close())
  await unavailable(t, sql`select pg_sleep(30)`.execute(database.tables))
  await write(database)
})

t.test('PostgreSQL behind a network that swallows everything', { skip }, async t => {
  const url = new URL((await emptyPostgresDatabase(t)) as string)
  const network = await startNetwork(t, Number(url.port))
  url.port = String(network.port)
  const database = await openDatabase(url.href)
  t.teardown(() => database.close())
  await write(database)

  network.swallow = true
  await unavailable(t, write(database))
  await unavailable(t, write(database))

  network.swallow = false
  await write(database)
})

/** Forwards to a port on this machine, or lets everything vanish. */
async function startNetwork(t: Test, target: number) {
  const network = { swallow: false, port: 0 }
  const sockets = new Set<Socket>()
  const forward = (from: Socket, to: Socket) => {
    sockets.add(from)
    from.on('error', () => {})
    from.on('close', () => to.destroy())
    from.on('data', data => {
      if (!network.swallow) to.write(data)
    })
  }
  const server = createServer(near => {
    const far = connect(target, '127.0.0.1')
    forward(near, far)
    forward(far, near)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  network.port = (server.address() as { port: number }).port
  return network
}
