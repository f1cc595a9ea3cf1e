import Libsql from 'libsql'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { recordLog, startApi } from '../support/api.ts'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'

const payload = { currency: 'EUR', items: [{ sku: 'a', quantity: 1, unitPrice: 1 }] }

t.test('a database that another process keeps locked: 503, and nothing is written', async t => {
  const file = `${t.testdir()}/orders.db`
  const database = await openDatabase(`file:${file}`)
  const { logger, lines } = recordLog('warn')
  const api = await startApi(t, { database, logger })
  const headers = { ...(await api.bearer()), 'x-request-id': requestId }
  const create = { method: 'POST' as const, url: '/orders', headers, payload }

  const other = new Libsql(file)
  other.exec('begin immediate')
  t.strictSame(
    answerOf(await api.send(create)),
    problemAnswer({
      status: 503,
      code: 'unavailable',
      detail: 'The database does not answer at the moment. Try again in a second.',
      headers: { 'cache-control': 'no-store', 'retry-after': '1' },
    }),
  )
  t.match(lines, [{ level: 40, requestId, err: { code: /^SQLITE_BUSY/ } }])
  other.exec('rollback')
  other.close()
  const list = await api.send({ url: '/orders', headers })
  t.strictSame(list.json().items, [])
  t.equal((await api.send(create)).statusCode, 201, 'it serves again')
})

t.test('a database without its tables: 500, whose cause is only in the log', async t => {
  const database = await openDatabase(`file:${t.testdir()}/orders.db`)
  const { logger, lines } = recordLog('error')
  const api = await startApi(t, { database, logger })
  const headers = { ...(await api.bearer()), 'x-request-id': requestId }
  await database.tables.schema.dropTable('orders').execute()
  const requests = [
    { method: 'POST' as const, url: '/orders', headers, payload },
    { url: '/orders', headers },
  ]
  for (const request of requests) {
    t.strictSame(
      answerOf(await api.send(request)),
      problemAnswer({
        status: 500,
        code: 'internal_error',
        detail: 'Something unexpected went wrong.',
        headers: { 'cache-control': 'no-store' },
      }),
    )
  }
  const cause = { level: 50, requestId, err: { message: /no such table: orders/ } }
  t.match(lines, [cause, cause])
})
