import t, { type Test } from 'tap'
import { openDatabasePatiently } from '../../src/database/patience.ts'
import { answerTimeoutMs, connectTimeoutMs } from '../../src/database/postgres.ts'
import { createLogger } from '../../src/logging/logger.ts'
import { NEW_ORDER } from '../orders/sample.ts'
import { startApi } from '../support/api.ts'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'
import { findPostgres, NO_POSTGRES } from '../support/postgres.ts'
import { createMortalPostgres } from './mortal-postgres.ts'

const skip = !findPostgres() && NO_POSTGRES

const unavailable = problemAnswer({
  status: 503,
  code: 'unavailable',
  detail: 'The database does not answer at the moment. Try again in a second.',
  headers: { 'retry-after': '1', 'cache-control': 'no-store' },
})

/** An API over a PostgreSQL to which bad things happen. */
async function startOver(t: Test) {
  const postgres = await createMortalPostgres(t)
  await postgres.start()
  const logger = createLogger({ level: 'silent', pretty: false })
  const database = await openDatabasePatiently(postgres.url, logger)
  const api = await startApi(t, { database })
  const headers = { 'x-request-id': requestId, ...(await api.bearer()) }
  const send = async (method: 'GET' | 'POST', url: string, payload?: object) =>
    answerOf(await api.send({ method, url, headers, ...(payload && { payload }) }))
  const order = () => send('POST', '/orders', NEW_ORDER)

  return {
    postgres,
    api,
    send,
    order,
    /** Orders until one is taken. */
    async orderInTheEnd() {
      for (;;) {
        const answer = await order()
        if (answer.status === 201) return answer
        t.strictSame(answer, unavailable)
      }
    },
    /** What is asked of the database while it is away. */
    async refusedInTime(t: Test) {
      const started = performance.now()
      const answers = await Promise.all([
        ...Array.from({ length: 15 }, order),
        send('GET', '/orders'),
        send('GET', '/orders/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'),
      ])
      const elapsed = performance.now() - started
      for (const answer of answers) t.strictSame(answer, unavailable)
      t.comment(`refused in ${Math.round(elapsed)} ms`)
      const ready = await send('GET', '/readyz')
      t.match(ready, { status: 503, headers: { 'retry-after': '1' } })
      t.match(ready.body, { detail: 'Not ready: database.' })
      t.equal((await send('GET', '/hello')).status, 200, 'what needs no database goes on')
    },
  }
}

t.test('a request waits for connection and answer less than two seconds', async t => {
  t.ok(connectTimeoutMs + answerTimeoutMs < 2_000)
})

t.test('PostgreSQL hangs, and goes on', { skip }, async t => {
  const { postgres, order, orderInTheEnd, refusedInTime, send } = await startOver(t)
  await Promise.all(Array.from({ length: 10 }, order))
  postgres.freeze(true)
  t.teardown(() => postgres.freeze(false))
  await refusedInTime(t)
  await refusedInTime(t)
  postgres.freeze(false)
  const created = await orderInTheEnd()
  t.equal((await send('GET', String(created.headers.location))).status, 200)
  t.equal((await send('GET', '/readyz')).status, 200)
})

t.test('PostgreSQL is killed, and started again', { skip }, async t => {
  const { postgres, order, orderInTheEnd, refusedInTime, send } = await startOver(t)
  const before = await order()
  t.equal(before.status, 201)
  await postgres.kill()
  await refusedInTime(t)
  await postgres.start()
  await orderInTheEnd()
  const kept = await send('GET', String(before.headers.location))
  t.equal(kept.status, 200)
  t.strictSame(kept.body, before.body)
  t.equal((await send('GET', '/readyz')).status, 200)
})

t.test('an API closes while PostgreSQL hangs', { skip }, async t => {
  const { postgres, api, order } = await startOver(t)
  await Promise.all(Array.from({ length: 5 }, order))
  postgres.freeze(true)
  t.teardown(() => postgres.freeze(false))
  await api.app.close()
  await api.database.close()
  t.pass('closed')
})
