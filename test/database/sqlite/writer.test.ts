import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import Libsql from 'libsql'
import t, { type Test } from 'tap'
import { openFile } from '../../../src/database/sqlite/file.ts'
import type { Reply, Request } from '../../../src/database/sqlite/messages.ts'
import { createWriter } from '../../../src/database/sqlite/writer.ts'

const DONE = { rows: [] }
const WRITTEN = { rows: [], changes: 1 }
const UNDONE = {
  message: 'Undone together with a statement that failed',
  code: 'SQLITE_ABORT',
}
const OVER = { message: 'The transaction is over: it was idle, or undone', code: 'SQLITE_ABORT' }
const DUPLICATE = {
  message: 'UNIQUE constraint failed: things.id',
  code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
}

/**
 * A writer on the test's own thread, with a clock that stands, and a second connection to see what
 * others see.
 */
function start(t: Test) {
  const path = `${t.testdir()}/things.db`
  const other = new Libsql(path)
  other.pragma('journal_mode = WAL')
  other.exec('create table things (id text primary key)')
  other.exec('create table parts (of text references things deferrable initially deferred)')
  const file = openFile(path, 0)
  /** What was told, and what others could see at that time. */
  const told: { replies: Reply[]; visible: string[] }[] = []
  const things = () =>
    other
      .prepare('select id from things order by id')
      .all([])
      .map(thing => (thing as { id: string }).id)
  let onTold = () => {}
  let now = 0
  const post = (replies: Reply[]) => {
    told.push({ replies, visible: things() })
    onTold()
  }
  const writer = createWriter(file, post, () => now)
  t.teardown(() => {
    writer.stop()
    file.close()
    other.close()
  })
  let lastId = 0
  return {
    file,
    other,
    things,
    told,
    onTold(callback: () => void) {
      onTold = callback
    },
    pass(milliseconds: number) {
      now += milliseconds
    },
    replies: () => told.flatMap(({ replies }) => replies),
    /** Sends statements, each with the transaction it belongs to, if any. */
    send(...statements: ([sql: string] | [sql: string, transaction: number])[]) {
      const requests: Request[] = statements.map(([sql, transaction]) => {
        return { id: ++lastId, sql, transaction, parameters: [], sentAt: now }
      })
      writer.handle(requests)
    },
    /** Waits for that many replies in all. */
    async until(count: number) {
      while (told.flatMap(({ replies }) => replies).length < count) await sleep(1)
      return told.flatMap(({ replies }) => replies)
    },
  }
}

const insert = (id: string) => `insert into things values ('${id}')`

t.test('a write is acknowledged after it was committed', async t => {
  const { send, told, things, until } = start(t)
  send([insert('a')], [insert('b')])
  t.strictSame(told, [])
  t.strictSame(things(), [])
  await until(2)
  t.strictSame(told, [
    {
      replies: [
        { id: 1, result: WRITTEN },
        { id: 2, result: WRITTEN },
      ],
      visible: ['a', 'b'],
    },
  ])
})

t.test('what comes while a transaction is under way waits for its end', async t => {
  const { send, told, until } = start(t)
  send(['begin', 1])
  send([insert('a')])
  send([insert('b'), 1], ['select count(*) as things from things', 1])
  await nextTurn()
  await nextTurn()
  t.strictSame(told, [
    { replies: [{ id: 1, result: DONE }], visible: [] },
    {
      replies: [
        { id: 3, result: WRITTEN },
        { id: 4, result: { rows: [{ things: 1 }] } },
      ],
      visible: [],
    },
  ])
  send(['commit', 1])
  await until(5)
  t.strictSame(told.slice(2), [
    {
      replies: [
        { id: 5, result: DONE },
        { id: 2, result: WRITTEN },
      ],
      visible: ['a', 'b'],
    },
  ])
})

t.test('a group is committed after the transaction that came into it', async t => {
  const { send, things, until } = start(t)
  send([insert('a')])
  send(['begin', 1])
  send([insert('b'), 1])
  t.equal((await until(2)).length, 2)
  await nextTurn()
  t.strictSame(things(), [])
  send(['rollback', 1])
  t.strictSame(await until(4), [
    { id: 2, result: DONE },
    { id: 3, result: WRITTEN },
    { id: 4, result: DONE },
    { id: 1, result: WRITTEN },
  ])
  t.strictSame(things(), ['a'])
})

t.test('when a commit fails, everyone in the group is told so', async t => {
  const { send, things, until } = start(t)
  send([insert('a')], ["insert into parts values ('missing')"])
  const failure = {
    message: 'FOREIGN KEY constraint failed',
    code: 'SQLITE_CONSTRAINT_FOREIGNKEY',
  }
  t.strictSame(await until(2), [
    { id: 1, failure },
    { id: 2, failure },
  ])
  send([insert('b')])
  t.strictSame((await until(3))[2], { id: 3, result: WRITTEN })
  t.strictSame(things(), ['b'])
})

t.test('when a statement ends the group behind its back, nobody is told of a commit', async t => {
  const { send, things, until } = start(t)
  send([insert('a')], ['rollback'])
  t.match(await until(2), [
    { id: 1, failure: {} },
    { id: 2, failure: {} },
  ])
  t.strictSame(things(), [])
  send([insert('b')])
  t.strictSame((await until(3))[2], { id: 3, result: WRITTEN })
})

t.test('when SQLite undoes all for one statement, the others are told', async t => {
  const { send, things, until } = start(t)
  send([insert('a')], [insert('b')], ["insert or rollback into things values ('a')"])
  t.strictSame(await until(3), [
    { id: 1, failure: UNDONE },
    { id: 2, failure: UNDONE },
    { id: 3, failure: DUPLICATE },
  ])
  send([insert('c')])
  await until(4)

  send([insert('d')], ['begin', 1])
  send(["insert or rollback into things values ('c')", 1], ['commit', 1], ['rollback', 1])
  t.strictSame((await until(9)).slice(4), [
    { id: 6, result: DONE },
    { id: 5, failure: UNDONE },
    { id: 7, failure: DUPLICATE },
    { id: 8, failure: OVER },
    { id: 9, failure: OVER },
  ])
  t.strictSame(things(), ['c'])
})

t.test('a transaction that does nothing is over after two seconds', async t => {
  const { send, things, until } = start(t)
  const started = performance.now()
  send(['begin', 1])
  send([insert('a'), 1])
  send([insert('b')])
  t.strictSame(await until(3), [
    { id: 1, result: DONE },
    { id: 2, result: WRITTEN },
    { id: 3, result: WRITTEN },
  ])
  t.ok(performance.now() - started >= 1_990)
  send(['commit', 1])
  t.strictSame((await until(4))[3], { id: 4, failure: OVER })
  t.strictSame(things(), ['b'])
})

t.test('a lock of another process is waited for, up to two seconds', async t => {
  const { send, pass, other, until, things, replies } = start(t)
  other.exec('begin immediate')
  send([insert('a')])
  pass(2_000)
  await sleep(10)
  t.strictSame(replies(), [])
  other.exec('commit')
  t.strictSame(await until(1), [{ id: 1, result: WRITTEN }])

  other.exec('begin immediate')
  send([insert('b')], ['begin', 1])
  pass(2_001)
  const failure = { message: 'Waited too long for other writes to end', code: 'SQLITE_BUSY' }
  t.strictSame((await until(3)).slice(1), [
    { id: 2, failure },
    { id: 3, failure },
  ])
  other.exec('commit')
  t.strictSame(things(), ['a'])
})

t.test('what comes more than 20 ms after the first of a group goes into the next', async t => {
  const { send, pass, told, until } = start(t)
  send([insert('a')])
  pass(20)
  send([insert('b')])
  pass(1)
  send([insert('c')])
  await until(3)
  t.strictSame(
    told.map(({ visible }) => visible),
    [
      ['a', 'b'],
      ['a', 'b', 'c'],
    ],
  )
})

t.test('what keeps a group from being opened, other than a lock, is told at once', async t => {
  const { send, file, replies } = start(t)
  file.close()
  send([insert('a')])
  t.match(replies(), [{ id: 1, failure: { message: /not open/ } }])
})

t.test('many that come at once go in several groups, between which others get in', async t => {
  const { send, other, told, onTold, until } = start(t)
  onTold(() => other.exec('begin immediate; commit'))
  send(...Array.from({ length: 1_200 }, (_, index): [string] => [insert(`a${index}`)]))
  const all = await until(1_200)
  t.strictSame(
    all,
    Array.from({ length: 1_200 }, (_, index) => ({ id: index + 1, result: WRITTEN })),
  )
  t.ok(told.length >= 3 && told.every(({ replies }) => replies.length <= 500))
})
