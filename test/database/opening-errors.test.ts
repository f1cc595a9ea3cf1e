import { chmodSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Libsql from 'libsql'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { openDatabasePatiently } from '../../src/database/patience.ts'
import { recordLog } from '../support/api.ts'
import { refusal } from './opening-refusal.ts'

t.test('an address that is none', async t => {
  for (const url of ['', 'file:', 'mysql://localhost/orders', 'data/orders.db']) {
    t.equal(
      await refusal(url),
      `DATABASE_URL=${url} cannot be opened: not an address of a database. ` +
        'Write file:data/orders.db or postgres://localhost/orders.',
    )
  }
  t.equal(
    await refusal('postgres://localhost:99999/orders'),
    'DATABASE_URL=postgres:... cannot be opened: not a URL. ' +
      'Write it like postgres://user:password@localhost:5432/orders.',
  )
  t.equal(
    await refusal('file://elsewhere/orders.db'),
    'DATABASE_URL=file://elsewhere/orders.db cannot be opened: a file on another host. ' +
      'Write it like file:data/orders.db.',
  )
})

t.test('an address that pg would read in another way than it was meant', async t => {
  const several =
    'more than one host. Name one, such as an address that leads to the primary server'
  const noUrl = 'not a URL. Write it like postgres://user:password@localhost:5432/orders'
  const unknown =
    'a parameter that is not known, or stands there twice. Known are sslmode, sslrootcert, sslcert, sslkey, sslnegotiation, ssl, uselibpqcompat, application_name, fallback_application_name, options, user, password, host, port'
  const noValue =
    'a parameter has no value that it can have. Write sslmode=verify-full, or disable on a network of your own'
  const noPort = 'its port is none. Write one from 1 to 65535, in the address or in PGPORT'
  const wrong: Record<string, string> = {
    'postgres://one,two/orders': several,
    'postgres:///orders?host=one,two': several,
    'postgres://u:p%ff@db/orders': noUrl,
    'postgres://db/orders#fragment': noUrl,
    'postgres://db/orders?sslMode=verify-full': unknown,
    'postgres://db/orders?statement_timeout=0': unknown,
    'postgres://db/orders?target_session_attrs=read-write': unknown,
    'postgres://db/orders?__proto__=x': unknown,
    'postgres://db/orders?sslmode=verify-full&sslmode=disable': unknown,
    'postgres://db/orders?sslmode=verify_full': noValue,
    'postgres://db/orders?sslmode=': noValue,
    'postgres://db/orders?sslmode=verify-full&sslnegotiation=quick': noValue,
    'postgres://db/orders?ssl=no-verify': noValue,
    'postgres://db/orders?ssl=require': noValue,
    'postgres://db/orders?uselibpqcompat=yes': noValue,
    'postgres://db/orders?port=99999': noPort,
    'postgres://db/orders?port=abc': 'Invalid port: abc',
  }
  for (const [url, reason] of Object.entries(wrong)) {
    const shown = url.includes('///')
      ? 'postgres:...'
      : url.replace(/[?#].*/, '').replace(/\/\/.*@/, '//')
    t.equal(await refusal(url), `DATABASE_URL=${shown} cannot be opened: ${reason}.`)
  }
})

t.test('whatever the address, no part of a password is told', async t => {
  const addresses = [
    'postgres://h/db?user=u@tenant&password=hush&sslmode=verify_full',
    'postgres://h/db?sslmode=verify_full&password=p@hush',
    'postgres://h/db?password=&hush',
    'postgres:u:hush@h/db',
    'postgres://u:hush',
    'postgres://u:hush%40h/db',
    'postgres://u:p/hush@h/db',
    'postgres://u:12/hush@h/db',
    'postgres://u:1234#hush@h/db',
    'postgres://u:1234?hush@h/db',
    'postgres://1234#hush@h/db',
    'postgres://u@hush@h:99999/db',
    'mysql://u:hush@h/db',
  ]
  for (const url of addresses) {
    const said = await refusal(url)
    t.match(said, /^DATABASE_URL=\w+:.* cannot be opened: /, url)
    t.notMatch(said, /hush|1234/, url)
  }
})

t.test('a file that cannot be an SQLite database', async t => {
  const folder = t.testdir({ text: 'no database\n'.repeat(100), folder: {} })
  t.equal(
    await refusal(`file:${join(folder, 'text')}`),
    `DATABASE_URL=file:${join(folder, 'text')} cannot be opened: not an SQLite database. ` +
      'Name another file, or move this one away.',
  )
  t.equal(
    await refusal(`file:${join(folder, 'folder')}`),
    `DATABASE_URL=file:${join(folder, 'folder')} cannot be opened: not a file that can be opened. ` +
      'Name a file in a folder this user may write to.',
  )
  t.equal(
    await refusal(`file:${join(folder, 'text', 'orders.db')}`),
    `DATABASE_URL=file:${join(folder, 'text', 'orders.db')} cannot be opened: ` +
      'its folder is a file. Name another one.',
  )
})

t.test('what ended a migration is told, and not that there is nothing left to undo', async t => {
  const path = join(t.testdir(), 'orders.db')
  const file = new Libsql(path)
  file.exec(`create table kysely_migration (name text primary key, timestamp text);
    create trigger full before insert on kysely_migration
    begin select raise(rollback, 'no room'); end`)
  file.close()
  t.equal(await refusal(`file:${path}`), `DATABASE_URL=file:${path} cannot be opened: no room.`)
})

const isRoot = process.getuid?.() === 0
const skip = !isRoot && 'run it as root'

/** What somebody else is told, who may do with the files of a database only what their rights say. */
async function refusalOfOthers(url: string): Promise<string> {
  process.seteuid?.(65_534)
  return refusal(url).finally(() => process.seteuid?.(0))
}

const mayNotWrite =
  'it may not be written. Let this user write to the file, to those beside it (-wal, -shm) and to its folder.'

t.test('an SQLite file that may only be read', { skip }, async t => {
  const folder = t.testdir()
  const url = `file:${join(folder, 'orders.db')}`
  await (await openDatabase(url)).close()
  chmodSync(folder, 0o777)
  for (const file of readdirSync(folder)) chmodSync(join(folder, file), 0o644)
  t.equal(await refusalOfOthers(url), `DATABASE_URL=${url} cannot be opened: ${mayNotWrite}`)
})

t.test('one whose folder may only be read', { skip }, async t => {
  const folder = t.testdir()
  const path = join(folder, 'orders.db')
  const url = `file:${path}`
  await (await openDatabase(url)).close()
  for (const beside of ['-wal', '-shm']) rmSync(`${path}${beside}`, { force: true })
  chmodSync(path, 0o666)
  chmodSync(folder, 0o555)
  t.equal(await refusalOfOthers(url), `DATABASE_URL=${url} cannot be opened: ${mayNotWrite}`)
})

t.test('a certificate that cannot be read or used is not waited for', async t => {
  const { logger } = recordLog()
  const folder = t.testdir({ 'no.pem': 'rubbish' })
  const wrong: Record<string, RegExp> = {
    'sslrootcert=/nowhere/ca.pem':
      /cannot be opened: ENOENT: no such file or directory, open '\/nowhere\/ca.pem'\.$/,
    [`sslcert=${folder}`]: /cannot be opened: EISDIR: illegal operation on a directory, read\.$/,
    [`sslkey=${folder}/no.pem`]: /cannot be opened: error:.*\.$/,
  }
  for (const [parameter, message] of Object.entries(wrong)) {
    const url = `postgres://localhost:1/orders?sslmode=verify-full&${parameter}`
    await t.rejects(openDatabasePatiently(url, logger), { name: 'DatabaseOpeningError', message })
  }
})
