import { Writable } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { type SweepOptions, sweepRegularly } from '../../src/database/sweep-regularly.ts'
import { createIdempotency } from '../../src/orders/idempotency.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { sqliteUrl } from '../support/databases.ts'
import { until } from '../support/until.ts'

/** An app that sweeps as often as it can. */
async function start(
  t: Test,
  {
    onLine,
    ...options
  }: Pick<SweepOptions, 'sweep' | 'now'> & { onLine?: (count: number) => void },
) {
  const lines: { level: number; msg: string; setBy?: number }[] = []
  const log = new Writable({
    write(line, _encoding, done) {
      lines.push(JSON.parse(line))
      onLine?.(lines.length)
      done()
    },
  })
  const app = Fastify({ logger: { level: 'warn', stream: log } })
  t.teardown(() => app.close())
  sweepRegularly(app, { ...options, what: 'keys', intervalMs: 1 })
  await app.ready()
  return { app, lines }
}

t.test('expired idempotency keys are deleted while the app runs', async t => {
  const database = await openDatabase(sqliteUrl(t))
  t.teardown(database.close)
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
  await start(t, createIdempotency(database.tables))
  const left = () => database.tables.selectFrom('idempotency_keys').select('key').execute()
  await until(async () => (await left()).length === 0)
})

t.test('no more when it is closed', async t => {
  let sweeps = 0
  const { app } = await start(t, {
    async sweep() {
      sweeps += 1
    },
  })
  await until(() => sweeps > 1)
  await app.close()
  const before = sweeps
  await setTimeout(20)
  t.equal(sweeps, before)
})

t.test('what cannot be deleted is told in the log, not to anybody else', async t => {
  const { lines } = await start(t, { sweep: () => Promise.reject(new Error('no database')) })
  await until(() => lines.length > 1)
  t.match(lines[0], { level: 40, msg: 'keys were not deleted', err: { message: 'no database' } })
})

const day = 24 * 60 * 60
const msg = 'nothing is deleted yet: the clock was set forwards'

t.test('nothing is deleted by a clock that was just set forwards', async t => {
  const clock = createTestClock()
  const right = clock()
  const sweptAt: number[] = []
  const { lines } = await start(t, {
    now: clock,
    sweep: async () => void sweptAt.push(clock()),
    // It is corrected before the next time.
    onLine: () => clock.advance(-day),
  })
  await until(() => sweptAt.length > 0)
  clock.advance(day)
  await until(() => lines.length > 0)
  const before = sweptAt.length
  await until(() => sweptAt.length > before + 1)
  t.ok(sweptAt.every(time => time === right))
  t.match(lines, [{ level: 40, msg, what: 'keys' }])
  const [{ setBy = 0 } = {}] = lines
  t.ok(Math.abs(setBy - day * 1000) < 60_000)
})

/** An app whose sweeps, and lines in the log, set the clock by so many seconds; and the number of sweeps. */
async function startSetting(t: Test, stepOf: (sweep: number) => number, stepOfLine = 0) {
  const clock = createTestClock()
  let sweeps = 0
  const { lines } = await start(t, {
    now: clock,
    async sweep() {
      sweeps += 1
      clock.advance(stepOf(sweeps))
    },
    onLine: () => clock.advance(stepOfLine),
  })
  return { lines, sweeps: () => sweeps }
}

t.test('what still has ended at the next time is deleted, however often it is set', async t => {
  const { lines, sweeps } = await startSetting(t, () => day, day)
  await until(() => sweeps() > 3)
  t.ok(lines.length >= 2)
  t.ok(lines.length <= sweeps())
})

t.test('a clock that is corrected by seconds does not put it off', async t => {
  const { lines, sweeps } = await startSetting(t, sweep => (sweep % 2 === 0 ? 30 : -30))
  await until(() => sweeps() >= 10)
  t.strictSame(lines, [])
})
