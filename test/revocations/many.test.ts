import { randomUUID } from 'node:crypto'
import t from 'tap'
import type { Database } from '../../src/database/database.ts'
import { eachDatabase } from '../support/databases.ts'
import { until } from '../support/until.ts'
import { type Instance, startFleet } from './instances.ts'

const hour = 60 * 60 * 1000

/** Stores revocations of the tokens `token-1` to `token-<count>`, as an instance would. */
async function store({ tables }: Database, count: number, endsAt: number): Promise<void> {
  const rows = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    kind: 'token' as const,
    value: `token-${index + 1}`,
    issued_before: null,
    reason: null,
    created_by: 'test',
    created_at: new Date().toISOString(),
    ends_at: new Date(endsAt).toISOString(),
    lifted_at: null,
    version: index + 1,
  }))
  await tables.transaction().execute(async transaction => {
    for (let i = 0; i < count; i += 500) {
      await transaction
        .insertInto('revocations')
        .values(rows.slice(i, i + 500))
        .execute()
    }
    await transaction.updateTable('revocation_versions').set({ version: count }).execute()
  })
}

eachDatabase(t, 'a list of thousands', async (t, url) => {
  const { pool, start } = await startFleet(t, url)
  const size = ({ app }: Instance) => app.revocations.status().size
  const status = async (instance: Instance, jti: string) =>
    instance.status(await pool.accessToken({ claims: { jti } }))

  const running = await start()
  await store(running.database, 2500, Date.now() + hour)
  const starting = await start()
  for (const instance of [running, starting]) {
    await until(() => size(instance) === 2500)
    for (const jti of ['token-1', 'token-1000', 'token-1001', 'token-2500']) {
      t.equal(await status(instance, jti), 401, jti)
    }
    t.equal(await status(instance, 'token-2501'), 200)
  }
})

eachDatabase(t, 'a clock that is days ahead deletes nothing that others need', async (t, url) => {
  const { start } = await startFleet(t, url)
  const { database } = await start()
  await store(database, 2, Date.now() + hour)
  const { tables } = database
  const ended = new Date(Date.now() - 25 * hour).toISOString()
  await tables
    .updateTable('revocations')
    .set({ ends_at: ended })
    .where('value', '=', 'token-1')
    .execute()
  await start({ now: () => Date.now() + 50 * hour, revocations: { sweepIntervalMs: 10 } })
  const values = async () =>
    (await tables.selectFrom('revocations').select('value').execute()).map(({ value }) => value)
  await until(async () => (await values()).length < 2)
  t.strictSame(await values(), ['token-2'])
})

eachDatabase(t, 'thousands that have ended are deleted', async (t, url) => {
  const { start } = await startFleet(t, url)
  const { database } = await start({ revocations: { sweepIntervalMs: 10 } })
  await store(database, 2500, Date.now() - 25 * hour)
  const { tables } = database
  await until(
    async () => (await tables.selectFrom('revocations').select('id').execute()).length === 0,
  )
  const { swept_version } = await tables
    .selectFrom('revocation_versions')
    .select('swept_version')
    .executeTakeFirstOrThrow()
  t.equal(swept_version, 0, 'nobody need read everything again')
})
