import { Writable } from 'node:stream'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { createIdempotency } from '../../src/orders/idempotency.ts'
import { sweepRegularly } from '../../src/orders/sweep.ts'
import { sqliteUrl } from '../support/databases.ts'
import { until } from '../support/until.ts'

async function start(t: Test) {
  const database = await openDatabase(sqliteUrl(t))
  const lines: string[] = []
  const log = new Writable({
    write(line, _encoding, done) {
      lines.push(String(line))
      done()
    },
  })
  const app = Fastify({ logger: { level: 'warn', stream: log } })
  t.teardown(async () => {
    await app.close()
    await database.close()
  })
  return { app, database, lines, idempotency: createIdempotency(database.tables) }
}

t.test('expired keys are deleted while the app runs', async t => {
  const { app, database, idempotency } = await start(t)
  await database.tables
    .insertInto('idempotency_keys')
    .values({
      subject: 'alice',
      operation: 'POST /orders',
      key: 'k',
      fingerprint: 'f',
      result: '1',
      expires_at: '2020-01-01T00:00:00.000Z',
    })
    .execute()
  sweepRegularly(app, idempotency, 10)
  await app.ready()
  const left = () => database.tables.selectFrom('idempotency_keys').select('key').execute()
  await until(async () => (await left()).length === 0)
})

t.test('keys that cannot be deleted are told in the log, not to anybody else', async t => {
  const { app, database, lines, idempotency } = await start(t)
  await database.close()
  sweepRegularly(app, idempotency, 10)
  await app.ready()
  await until(() => lines.length > 0)
  t.match(lines[0], /"level":40.*expired idempotency keys were not deleted/)
})
