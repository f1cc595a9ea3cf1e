import { statSync } from 'node:fs'
import Libsql from 'libsql'
import t from 'tap'
import { isBusy, isUnavailable, openFile, writeBack } from '../../../src/database/sqlite/file.ts'

t.test('what is written back is in the file alone; what cannot be does no harm', async t => {
  const path = `${t.testdir()}/orders.db`
  const file = openFile(path, 0)
  file.pragma('journal_mode = wal')
  file.exec('create table orders (id)')
  t.ok(statSync(`${path}-wal`).size > 0)
  writeBack(file)
  t.equal(statSync(`${path}-wal`).size, 0)
  file.close()
  t.throws(() => file.pragma('user_version'))
  writeBack(file)
})

t.test('what keeps SQLite from its work is told from what is wrong with a query', async t => {
  const table: [code: string, unavailable: boolean, busy: boolean][] = [
    ['SQLITE_BUSY', true, true],
    ['SQLITE_BUSY_SNAPSHOT', true, true],
    ['SQLITE_IOERR_FSYNC', true, false],
    ['SQLITE_NOTADB', true, false],
    ['SQLITE_CONSTRAINT_CHECK', false, false],
    ['SQLITE_ERROR', false, false],
    // Kinds that libsql does not name: one of ABORT, BUSY_TIMEOUT, LOCKED_VTAB, IOERR_CORRUPTFS,
    // READONLY_DIRECTORY, CORRUPT_INDEX, CANTOPEN_SYMLINK ...
    ['UNKNOWN_SQLITE_ERROR_772', true, false],
    ['UNKNOWN_SQLITE_ERROR_773', true, true],
    ['UNKNOWN_SQLITE_ERROR_518', true, false],
    ['UNKNOWN_SQLITE_ERROR_8458', true, false],
    ['UNKNOWN_SQLITE_ERROR_1544', true, false],
    ['UNKNOWN_SQLITE_ERROR_779', true, false],
    ['UNKNOWN_SQLITE_ERROR_1550', true, false],
    // ... and CONSTRAINT_DATATYPE.
    ['UNKNOWN_SQLITE_ERROR_3091', false, false],
  ]
  for (const [code, unavailable, busy] of table) {
    const error = new Libsql.SqliteError('', code, 0)
    t.equal(isUnavailable(error), unavailable, code)
    t.equal(isBusy(error), busy, code)
  }
  t.notOk(isUnavailable(new TypeError()))
})
