import { readFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { type Database, openDatabase } from '../../../src/database/database.ts'
import { row } from './sample-row.ts'

const WRITES = 100
/** After which a group takes no more, so that a busy machine may commit more often. */
const GROUP_MS = 20

async function open(t: Test) {
  const path = `${t.testdir()}/orders.db`
  const database = await openDatabase(`file:${path}`)
  t.teardown(database.close)
  return { ...database, path }
}

const write = ({ tables }: Pick<Database, 'tables'>, key: string) =>
  tables.insertInto('idempotency_keys').values(row(key)).execute()

async function keysIn({ tables }: Pick<Database, 'tables'>): Promise<string[]> {
  const rows = await tables.selectFrom('idempotency_keys').select('key').orderBy('key').execute()
  return rows.map(({ key }) => key)
}

/** How often something was committed, by the log written ahead: https://sqlite.org/fileformat2.html#walformat */
function commitsIn(path: string): number {
  const log = readFileSync(`${path}-wal`)
  // It has no head yet while nothing is in it.
  if (log.length === 0) return 0
  const frameSize = 24 + log.readUInt32BE(8)
  const salt = log.subarray(16, 24)
  let commits = 0
  for (let at = 32; at + frameSize <= log.length; at += frameSize) {
    const isCommit = log.readUInt32BE(at + 4) > 0
    if (isCommit && log.subarray(at + 8, at + 16).equals(salt)) commits++
  }
  return commits
}

/** Most commits for what is asked at once, an eighth of it in each, or as much as there is time for. */
async function commitsAllowed(ask: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await ask()
  return Math.max(WRITES / 8, 1 + (performance.now() - start) / GROUP_MS)
}

const names = Array.from({ length: WRITES }, (_, index) => String(index).padStart(4, '0'))

t.test('writes that wait for the disk share one commit', async t => {
  const database = await open(t)
  const before = commitsIn(database.path)
  await write(database, 'alone')
  t.equal(commitsIn(database.path) - before, 1, 'what comes alone waits for nothing')

  const allowed = await commitsAllowed(() => Promise.all(names.map(name => write(database, name))))
  const commits = commitsIn(database.path) - before - 1
  t.ok(commits >= 1 && commits <= allowed, `${commits} commits, ${allowed} allowed`)
  t.strictSame(await keysIn(database), [...names, 'alone'])
})

t.test('transactions of several statements share one as well', async t => {
  const database = await open(t)
  const before = commitsIn(database.path)
  const allowed = await commitsAllowed(() =>
    Promise.all(
      names.map(name =>
        database.tables.transaction().execute(async tables => {
          await write({ tables }, `${name}a`)
          await write({ tables }, `${name}b`)
        }),
      ),
    ),
  )
  const commits = commitsIn(database.path) - before
  t.ok(commits >= 1 && commits <= allowed, `${commits} commits, ${allowed} allowed`)
  t.strictSame(
    await keysIn(database),
    names.flatMap(name => [`${name}a`, `${name}b`]),
  )
})

t.test('one that fails does no harm to those beside it', async t => {
  const database = await open(t)
  const failure = new Error('halfway')
  const outcomes = await Promise.allSettled([
    write(database, 'a'),
    database.tables.transaction().execute(async tables => {
      await write({ tables }, 'b')
      throw failure
    }),
    write(database, 'a'),
    database.tables.transaction().execute(async tables => {
      await write({ tables }, 'c')
      await write({ tables }, 'a')
    }),
    database.tables.transaction().execute(tables => write({ tables }, 'd')),
    write(database, 'e'),
  ])
  t.strictSame(
    outcomes.map(outcome => (outcome.status === 'rejected' ? outcome.reason.message : 'written')),
    [
      'written',
      'halfway',
      ...Array(2).fill(
        'UNIQUE constraint failed: idempotency_keys.subject, idempotency_keys.operation, idempotency_keys.key',
      ),
      'written',
      'written',
    ],
  )
  t.strictSame(await keysIn(database), ['a', 'd', 'e'])
})

t.test('nobody reads what is not committed, and nobody waits for it', async t => {
  const database = await open(t)
  await database.tables.transaction().execute(async tables => {
    await write({ tables }, 'a')
    t.strictSame(await keysIn(database), [])
    t.strictSame(await keysIn({ tables }), ['a'], 'but the transaction itself')
  })
  t.strictSame(await keysIn(database), ['a'])
})

t.test('several processes write to one file at the same time, and all get their turn', async t => {
  const first = await open(t)
  const second = await openDatabase(`file:${first.path}`)
  t.teardown(second.close)
  await Promise.all(names.flatMap(name => [write(first, `${name}a`), write(second, `${name}b`)]))
  const all = names.flatMap(name => [`${name}a`, `${name}b`])
  t.strictSame(await keysIn(first), all)
  t.strictSame(await keysIn(second), all)
})

t.test('what was asked before the end is done', async t => {
  const database = await open(t)
  const writes = names.map(name => write(database, name))
  await nextTurn()
  await database.close()
  t.equal((await Promise.all(writes)).length, WRITES)
  const again = await openDatabase(`file:${database.path}`)
  t.teardown(again.close)
  t.strictSame(await keysIn(again), names)
})
