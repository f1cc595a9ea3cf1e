import { execFile } from 'node:child_process'
import { copyFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Libsql from 'libsql'
import t, { type Test } from 'tap'
import { openDatabase } from '../../../src/database/database.ts'
import { isBusy, isUnavailable } from '../../../src/database/sqlite/file.ts'
import { outageOf } from '../../../src/database/sqlite/outage.ts'
import { unavailable, write } from '../unavailable.ts'
import { row } from './sample-row.ts'

async function openFile(t: Test) {
  const path = join(t.testdir(), 'orders.db')
  const database = await openDatabase(`file:${path}`)
  t.teardown(() => database.close())
  return { path, database }
}

t.test('a file that is locked by another process', async t => {
  const { path, database } = await openFile(t)
  const other = new Libsql(path)
  t.teardown(() => other.close())
  other.exec('begin immediate')
  await unavailable(t, write(database))
  await unavailable(
    t,
    database.tables.transaction().execute(async () => {}),
  )
  other.exec('commit')
  await write(database)
  t.equal(await database.isReady(), true)
})

for (const mode of ['delete', 'wal']) {
  t.test(`a file that this very process has locked while it is opened: ${mode}`, async t => {
    const path = `${t.testdir()}/orders.db`
    const other = new Libsql(path)
    t.teardown(() => other.close())
    other.pragma(`journal_mode = ${mode}`)
    other.exec('create table other (a)')
    other.exec('begin immediate')
    // Who waits on the event loop keeps this from happening.
    setTimeout(() => other.exec('commit'), 50)
    const database = await openDatabase(`file:${path}`)
    t.teardown(() => database.close())
    t.equal(await database.isReady(), true)
  })
}

t.test('a file that is deleted or replaced while it is open', async t => {
  const { path, database } = await openFile(t)
  const add = (key: string) =>
    database.tables.insertInto('idempotency_keys').values(row(key)).execute()
  const read = () => database.tables.selectFrom('idempotency_keys').select('key').execute()
  await add('before')
  const refuses = async () => {
    await unavailable(t, add('refused'))
    await unavailable(t, read())
    t.equal(await database.isReady(), false)
  }

  renameSync(path, `${path}.old`)
  await refuses()
  copyFileSync(`${path}.old`, path)
  await refuses()
  renameSync(`${path}.old`, path)
  await add('then')
  t.strictSame(await read(), [{ key: 'before' }, { key: 'then' }], 'what was refused is not done')
  t.equal(await database.isReady(), true)
})

t.test('a file that is opened twice by one process, and looked at by another', async t => {
  const { path, database } = await openFile(t)
  await write(database)
  await (await openDatabase(`file:${path}`)).close()
  // Without the locks of this one, it would take itself for the last and remove the log.
  const libsql = JSON.stringify(import.meta.resolve('libsql'))
  const look = `import Libsql from ${libsql}
    const file = new Libsql(${JSON.stringify(path)})
    file.exec('delete from orders')
    file.close()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', look])
  await write(database)
  t.equal(await database.isReady(), true)
})

t.test('a file without its log', async t => {
  const { path, database } = await openFile(t)
  const read = () => database.tables.selectFrom('orders').selectAll().execute()
  await write(database)
  await read()
  renameSync(`${path}-wal`, `${path}-old`)
  await unavailable(t, write(database))
  await unavailable(t, read())
  t.equal(await database.isReady(), false)
  renameSync(`${path}-old`, `${path}-wal`)
  await write(database)
  t.equal(await database.isReady(), true)
})

t.test('a file that is damaged while it is open', async t => {
  const { path, database } = await openFile(t)
  await write(database)
  for (const file of [path, `${path}-wal`]) {
    writeFileSync(file, Buffer.alloc(statSync(file).size, 'rubbish'))
  }
  await unavailable(t, database.tables.selectFrom('orders').selectAll().execute())
  t.equal(await database.isReady(), false)
})

t.test('a database that is too busy to answer within a second is not ready', async t => {
  const { database } = await openFile(t)
  await database.tables.transaction().execute(async () => {
    t.equal(await database.isReady(), false)
  })
  t.equal(await database.isReady(), true)
})

t.test('what keeps SQLite from its work, and what is wrong with a query', async t => {
  const table: [code: string, outage: string | undefined][] = [
    ['SQLITE_BUSY', 'SQLITE_BUSY'],
    ['SQLITE_BUSY_SNAPSHOT', 'SQLITE_BUSY'],
    ['SQLITE_IOERR_FSYNC', 'SQLITE_IOERR'],
    ['SQLITE_FULL', 'SQLITE_FULL'],
    ['SQLITE_NOTADB', 'SQLITE_NOTADB'],
    ['SQLITE_CONSTRAINT_CHECK', undefined],
    ['SQLITE_ERROR', undefined],
    ['UNKNOWN_SQLITE_ERROR_772', 'SQLITE_ABORT'],
    // Kinds that libsql does not name: BUSY_TIMEOUT, LOCKED_VTAB, READONLY_DIRECTORY,
    // IOERR_CORRUPTFS, CORRUPT_INDEX, CANTOPEN_SYMLINK and CONSTRAINT_DATATYPE.
    ['UNKNOWN_SQLITE_ERROR_773', 'SQLITE_BUSY'],
    ['UNKNOWN_SQLITE_ERROR_518', 'SQLITE_LOCKED'],
    ['UNKNOWN_SQLITE_ERROR_1544', 'SQLITE_READONLY'],
    ['UNKNOWN_SQLITE_ERROR_8458', 'SQLITE_IOERR'],
    ['UNKNOWN_SQLITE_ERROR_779', 'SQLITE_CORRUPT'],
    ['UNKNOWN_SQLITE_ERROR_1550', 'SQLITE_CANTOPEN'],
    ['UNKNOWN_SQLITE_ERROR_3091', undefined],
  ]
  for (const [code, outage] of table) {
    t.equal(outageOf(code), outage, code)
    const error = new Libsql.SqliteError('', code, 0)
    t.equal(isUnavailable(error), outage !== undefined)
    t.equal(isBusy(error), outage === 'SQLITE_BUSY')
  }
  t.notOk(isUnavailable(new TypeError()))
})
