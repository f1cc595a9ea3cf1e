import { statSync } from 'node:fs'
import t from 'tap'
import { openFile, writeBack } from '../../../src/database/sqlite/file.ts'

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
