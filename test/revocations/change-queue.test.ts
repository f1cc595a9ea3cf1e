import { sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { createChangeQueue } from '../../src/revocations/change-queue.ts'
import { eachDatabase } from '../support/databases.ts'

eachDatabase(t, 'changes', async (t, url) => {
  const { tables, close } = await openDatabase(url)
  t.teardown(close)
  let time = 0
  const change = createChangeQueue(tables, () => time)
  const version = async () =>
    (await tables.selectFrom('revocation_versions').select('version').executeTakeFirstOrThrow())
      .version
  const many = Array.from({ length: 250 }, (_, index) => index + 1)

  await t.test('have versions of their own, in the order in which they came', async t => {
    const versions = await Promise.all(many.map(() => change(async (_, version) => version)))
    t.strictSame(versions, many)
    t.equal(await version(), 250)
  })

  await t.test('that wait for one go together into the next transaction', async t => {
    const transactions = await Promise.all(many.map(() => change(async one => one)))
    t.equal(new Set(transactions).size, 1 + 3)
  })

  await t.test('that cannot be made fail together, and those behind them', async t => {
    const before = await version()
    await sql`alter table revocation_versions rename to hidden`.execute(tables)
    let made = 0
    const results = await Promise.allSettled(many.map(() => change(async () => made++)))
    await sql`alter table hidden rename to revocation_versions`.execute(tables)
    t.equal(results.filter(({ status }) => status === 'rejected').length, 250)
    t.equal(made, 0)
    t.equal(await version(), before)
  })

  await t.test('are made again after that', async t => {
    const before = await version()
    t.equal(await change(async (_, version) => version), before + 1)
  })

  await t.test('are undone with the others of their transaction', async t => {
    const before = await version()
    const first = change(async () => 'alone')
    const second = change(async () => 'undone')
    const third = change(async () => {
      throw new Error('broken')
    })
    t.equal(await first, 'alone')
    await t.rejects(second, { message: 'broken' })
    await t.rejects(third, { message: 'broken' })
    t.equal(await version(), before + 1)
  })

  await t.test('never have one that an older copy of the database had given', async t => {
    time = Date.parse('2026-11-23T09:00:00Z')
    const next = () => change(async (_, version) => version)
    t.strictSame(await Promise.all([next(), next(), next()]), [time + 1, time + 2, time + 3])
    t.equal(await version(), time + 3)
    time -= 60_000
    t.equal(await next(), time + 60_004, 'nor does a clock that was set back make one')
  })
})
