import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { DONE, DUPLICATE, insert, OVER, startWriter, UNDONE, WRITTEN } from './local-writer.ts'

t.test('a write is acknowledged after it was committed', async t => {
  const { send, told, things, until } = startWriter(t)
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
  const { send, told, until } = startWriter(t)
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
  const { send, things, until } = startWriter(t)
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
  const { send, things, until } = startWriter(t)
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
  const { send, things, until } = startWriter(t)
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
  const { send, things, until } = startWriter(t)
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

t.test('what keeps a group from being opened, other than a lock, is told at once', async t => {
  const { send, file, replies } = startWriter(t)
  file.close()
  send([insert('a')])
  t.match(replies(), [{ id: 1, failure: { message: /not open/ } }])
})

t.test('many that come at once go in several groups, between which others get in', async t => {
  const { send, other, told, onTold, until } = startWriter(t)
  onTold(() => other.exec('begin immediate; commit'))
  send(...Array.from({ length: 1_200 }, (_, index): [string] => [insert(`a${index}`)]))
  const all = await until(1_200)
  t.strictSame(
    all,
    Array.from({ length: 1_200 }, (_, index) => ({ id: index + 1, result: WRITTEN })),
  )
  t.ok(told.length >= 3 && told.every(({ replies }) => replies.length <= 500))
})
