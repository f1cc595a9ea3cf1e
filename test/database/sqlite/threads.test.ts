import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import t from 'tap'
import { openDatabase } from '../../../src/database/database.ts'
import { startConversation } from '../../../src/database/sqlite/conversation.ts'
import { createSqliteEngine } from '../../../src/database/sqlite/engine.ts'
import { closeMessage } from '../../../src/database/sqlite/serve.ts'
import { until } from '../../support/until.ts'
import { row } from './sample-row.ts'

/** Those that have been started and have not ended. */
const threads = new Set<Worker>()
process.on('worker', thread => {
  threads.add(thread)
  thread.on('exit', () => threads.delete(thread))
})

t.test('when the threads die, what was asked is refused, and others are started', async t => {
  const { tables, close, isReady } = await openDatabase(`file:${t.testdir()}/orders.db`)
  t.teardown(close)
  const write = (key: string) => tables.insertInto('idempotency_keys').values(row(key)).execute()
  await write('before')
  t.equal(threads.size, 2)

  const during = await tables
    .transaction()
    .execute(async transaction => {
      await transaction.insertInto('idempotency_keys').values(row('during')).execute()
      const commit = transaction.insertInto('idempotency_keys').values(row('lost')).execute()
      const ended = Promise.all([...threads].map(thread => thread.terminate()))
      await Promise.all([commit, ended])
    })
    .catch(error => error)
  t.match(during, { statusCode: 503, code: 'unavailable', cause: { code: 'SQLITE_ABORT' } })

  await write('after')
  await until(isReady)
  const keys = await tables.selectFrom('idempotency_keys').select('key').orderBy('key').execute()
  t.strictSame(keys, [{ key: 'after' }, { key: 'before' }])
  t.equal(threads.size, 2)
})

t.test('no thread is left when the database is closed', async t => {
  const { close } = await openDatabase(`file:${t.testdir()}/orders.db`)
  t.equal(threads.size, 2)
  await close()
  t.equal(threads.size, 0)
})

t.test('a thread that cannot open the file says why', async t => {
  const path = join(t.testdir(), 'missing', 'orders.db')
  const { started, ask, isOver, close } = startConversation({ path, role: 'reader' })
  const question = { sql: 'select 1', parameters: [] }
  const failure = {
    code: 'SQLITE_ABORT',
    message: /^The thread that has the database open has ended: .*Unable to open connection/,
  }
  await t.rejects(ask(question), failure)
  await started
  t.equal(isOver(), true)
  await t.rejects(ask(question), failure)
  await close()
})

t.test('what was asked before closing is answered', async t => {
  const engine = await createSqliteEngine(`${t.testdir()}/orders.db`)
  const session = await engine.connect()
  const [{ rows }] = await Promise.all([session.run('select 1 as one', []), engine.close()])
  t.strictSame(rows, [{ one: 1 }])
})

t.test('nothing is asked of a database that is closed', async t => {
  const engine = await createSqliteEngine(`${t.testdir()}/orders.db`)
  const session = await engine.connect()
  t.strictSame(await session.run('select 1 as one', []), { rows: [{ one: 1 }] })
  await engine.close()
  await t.rejects(session.run('select 1', []), {
    code: 'SQLITE_ABORT',
    message: 'The database is closed',
  })
  t.equal(threads.size, 0)
})

t.test('the program of a thread serves the file until it is told to close', async t => {
  const thread = new Worker(new URL('../../../src/database/sqlite/worker.ts', import.meta.url), {
    workerData: { path: `${t.testdir()}/orders.db`, role: 'writer' },
    // The tests' preparation keeps these from other threads; they count which lines were run.
    env: { ...process.env },
    execArgv: process.execArgv,
  })
  t.strictSame(await once(thread, 'message'), [[]])
  thread.postMessage(closeMessage)
  t.strictSame(await once(thread, 'exit'), [0])
})
