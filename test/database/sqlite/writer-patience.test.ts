import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { DONE, insert, OVER, startWriter, WRITTEN } from './local-writer.ts'

t.test('a transaction that does nothing is over after two seconds', async t => {
  const { send, things, until } = startWriter(t)
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
  const { send, pass, other, until, things, replies } = startWriter(t)
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
  const { send, pass, told, until } = startWriter(t)
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
