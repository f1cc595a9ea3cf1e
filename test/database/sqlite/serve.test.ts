import { once } from 'node:events'
import { renameSync, statSync } from 'node:fs'
import { MessageChannel } from 'node:worker_threads'
import Libsql from 'libsql'
import t, { type Test } from 'tap'
import { monotonic, type Reply } from '../../../src/database/sqlite/messages.ts'
import { closeMessage, type ServeOptions, serve } from '../../../src/database/sqlite/serve.ts'
import { DUPLICATE, insert, WRITTEN } from './local-writer.ts'

/** An empty table in a file. */
function makeFile(t: Test): string {
  const path = `${t.testdir()}/things.db`
  const file = new Libsql(path)
  file.pragma('journal_mode = WAL')
  file.exec('create table things (id text primary key)')
  file.close()
  return path
}

/** What a thread does, done by this one. */
async function open(path: string, role: ServeOptions['role']) {
  const { port1, port2 } = new MessageChannel()
  const ready = once(port2, 'message')
  serve(port1, { path, role })
  t.strictSame(await ready, [[]], 'it says that it has the file open')
  let lastId = 0
  return {
    /** Sends statements in one message. */
    async ask(...statements: string[]): Promise<Reply[]> {
      const first = lastId + 1
      port2.postMessage(
        statements.map(sql => ({ id: ++lastId, sql, parameters: [], sentAt: monotonic() })),
      )
      const replies: Reply[] = []
      while (replies.length < statements.length) replies.push(...(await once(port2, 'message'))[0])
      return replies.map(reply => ({ ...reply, id: reply.id - first })).sort((a, b) => a.id - b.id)
    },
    async close() {
      port2.postMessage(closeMessage)
      // Nobody listens for messages any more, for which it would wait.
      port2.ref()
      await once(port2, 'close')
    },
  }
}

const things = 'select id from things'

t.test('a writer writes, and goes on after a mistake; a reader reads', async t => {
  const path = makeFile(t)
  const writer = await open(path, 'writer')
  const reader = await open(path, 'reader')
  t.strictSame(await writer.ask(insert('a'), insert('a'), insert('b')), [
    { id: 0, result: WRITTEN },
    { id: 1, failure: DUPLICATE },
    { id: 2, result: WRITTEN },
  ])
  t.match(await reader.ask(things, 'select'), [
    { id: 0, result: { rows: [{ id: 'a' }, { id: 'b' }] } },
    { id: 1, failure: { message: /incomplete input/ } },
  ])
  t.not(statSync(`${path}-wal`).size, 0)
  await reader.close()
  await writer.close()
  t.equal(statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0, 0)
})

t.test('what is not at its place is neither read nor written', async t => {
  const path = makeFile(t)
  const writer = await open(path, 'writer')
  const reader = await open(path, 'reader')
  await writer.ask(insert('a'))
  await reader.ask(things)
  for (const file of [path, `${path}-wal`]) {
    renameSync(file, `${path}-away`)
    const failure = {
      message: `${file} is not the file any more that was opened`,
      code: 'SQLITE_IOERR',
    }
    t.strictSame(await writer.ask(insert('b')), [{ id: 0, failure }])
    t.strictSame(await reader.ask(things), [{ id: 0, failure }])
    renameSync(`${path}-away`, file)
  }
  await writer.ask(insert('c'))
  t.strictSame(await reader.ask(things), [{ id: 0, result: { rows: [{ id: 'a' }, { id: 'c' }] } }])
  await reader.close()
  await writer.close()
})

t.test('a file whose folder is missing is not opened', async t => {
  const path = `${t.testdir()}/missing/things.db`
  const { port1 } = new MessageChannel()
  t.throws(() => serve(port1, { path, role: 'writer' }), { code: 'SQLITE_CANTOPEN' })
})
