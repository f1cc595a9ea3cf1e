import { once } from 'node:events'
import { createServer } from 'node:net'
import { sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { openingError } from '../../src/database/opening-error.ts'
import { eachDatabase } from '../support/databases.ts'
import { freePort } from '../support/free-port.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'
import { refusal } from './opening-refusal.ts'

t.test('no PostgreSQL at the address; user, password and parameters are not told', async t => {
  const port = await freePort()
  t.equal(
    await refusal(`postgres://alice:p@ssword@127.0.0.1:${port}/orders?password=hush`),
    `DATABASE_URL=postgres://127.0.0.1:${port}/orders cannot be opened: ` +
      'the connection is refused. Start the server, or correct host and port.',
  )
})

t.test('a PostgreSQL that does not answer is given up', async t => {
  const silent = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  t.teardown(() => silent.close())
  const { port } = silent.address() as { port: number }
  t.match(await refusal(`postgres://127.0.0.1:${port}/orders`), /cannot be opened: .*timeout/)
})

t.test('a PostgreSQL database that could not hold everything, or not give it back', async t => {
  const url = await emptyPostgresDatabase(t)
  if (!url) {
    t.comment(`skipped: ${NO_POSTGRES}`)
    return
  }
  const { host, pathname } = new URL(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  await client.query(`alter database ${pathname.slice(1)} set datestyle = German`)
  t.equal(
    await refusal(url),
    `DATABASE_URL=postgres://${host}${pathname} cannot be opened: ` +
      'it does not write times in ISO style. Run: alter database ... set datestyle = ISO.',
  )
  const latin = `${pathname.slice(1)}_latin`
  await client.query(`create database ${latin} encoding LATIN1 locale 'C' template template0`)
  t.teardown(() => client.query(`drop database ${latin}`))
  t.equal(
    await refusal(url.replace(pathname, `/${latin}`)),
    `DATABASE_URL=postgres://${host}/${latin} cannot be opened: ` +
      'its encoding is not UTF8. Create it with createdb --encoding=UTF8 --template=template0.',
  )
})

t.test('a PostgreSQL database that does not exist, or has no room for this user', async t => {
  const url = await emptyPostgresDatabase(t)
  if (!url) {
    t.comment(`skipped: ${NO_POSTGRES}`)
    return
  }
  const missing = new URL(url)
  missing.pathname = '/nowhere'
  t.equal(
    await refusal(missing.href),
    `DATABASE_URL=postgres://${missing.host}/nowhere cannot be opened: ` +
      'there is no such database. Create it with createdb, or correct the name.',
  )

  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const guest = `guest${missing.port}${process.pid}`
  await client.query(`create role ${guest} login password 'guest'`)
  t.teardown(async () => {
    await client.query(`drop role ${guest}`)
    await client.end()
  })
  const asGuest = new URL(url)
  asGuest.username = guest
  asGuest.password = 'guest'
  t.equal(
    await refusal(asGuest.href),
    `DATABASE_URL=postgres://${missing.host}${asGuest.pathname} cannot be opened: ` +
      'this user may not create tables, or does not own those there. ' +
      'Grant it CREATE on the schema, and make it their owner.',
  )
})

t.test('a certificate of the server that is not believed', async t => {
  const unknown =
    'the authority that issued the certificate of the server is not known here. Name its own with NODE_EXTRA_CA_CERTS or sslrootcert'
  const said: Record<string, string> = {
    DEPTH_ZERO_SELF_SIGNED_CERT: unknown,
    SELF_SIGNED_CERT_IN_CHAIN: unknown,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknown,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknown,
    CERT_HAS_EXPIRED: 'the certificate of the server has expired. Renew it',
    ERR_TLS_CERT_ALTNAME_INVALID:
      'the certificate of the server is for another host. Name the host as it stands there',
  }
  for (const [code, advice] of Object.entries(said)) {
    const { message } = openingError('postgres://h/d', Object.assign(new Error('tls'), { code }))
    t.equal(message, `DATABASE_URL=postgres://h/d cannot be opened: ${advice}.`)
  }
})

t.test('what PostgreSQL or pg have no code for of their own', async t => {
  const said: Record<string, string> = {
    'no pg_hba.conf entry for host "1.2.3.4", user "u", database "d", no encryption':
      'the server demands encryption, or this user may not connect. Add sslmode=verify-full, or correct user and pg_hba.conf',
    'The server does not support SSL connections':
      'the server does not encrypt. Turn its ssl on, or set sslmode=disable on a network of your own',
    'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string':
      'the server asks for a password. Write it into the address, or set PGPASSWORD',
  }
  for (const [message, advice] of Object.entries(said)) {
    const { message: told } = openingError('postgres://h/d', new Error(message))
    t.equal(told, `DATABASE_URL=postgres://h/d cannot be opened: ${advice}.`)
  }
})

eachDatabase(
  t,
  'a database that has seen a migration that is no release of this',
  async (t, url) => {
    const database = await openDatabase(url)
    await sql`insert into kysely_migration values ('0000-other', '2099-01-01T00:00:00Z')`.execute(
      database.tables,
    )
    await database.close()
    t.match(await refusal(url), /previously executed migration 0000-other is missing/)
  },
)
