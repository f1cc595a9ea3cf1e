import Libsql from 'libsql'
import type { Test } from 'tap'
import { openFile } from '../../../src/database/sqlite/file.ts'
import type { Reply, Request } from '../../../src/database/sqlite/messages.ts'
import { createWriter } from '../../../src/database/sqlite/writer.ts'
import { until } from '../../support/until.ts'

export const DONE = { rows: [] }
export const WRITTEN = { rows: [], changes: 1 }
export const UNDONE = {
  message: 'Undone together with a statement that failed',
  code: 'SQLITE_ABORT',
}
export const OVER = {
  message: 'The transaction is over: it was idle, or undone',
  code: 'SQLITE_ABORT',
}
export const DUPLICATE = {
  message: 'UNIQUE constraint failed: things.id',
  code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
}

type Statement = [sql: string] | [sql: string, transaction: number]

export interface LocalWriter {
  /** What it writes to. */
  file: Libsql.Database
  /** Another connection to that. */
  other: Libsql.Database
  /** What others see now. */
  things(): string[]
  /** What was told, and what others could see at that time. */
  told: { replies: Reply[]; visible: string[] }[]
  onTold(callback: () => void): void
  /** Moves the clock, in milliseconds. */
  pass(milliseconds: number): void
  replies(): Reply[]
  /** Sends statements, each with the transaction it belongs to, if any. */
  send(...statements: Statement[]): void
  /** Waits for that many replies in all. */
  until(count: number): Promise<Reply[]>
}

/**
 * A writer on the test's own thread, with a clock that stands, and a second connection to see what
 * others see.
 */
export function startWriter(t: Test): LocalWriter {
  const path = `${t.testdir()}/things.db`
  const other = new Libsql(path)
  other.pragma('journal_mode = WAL')
  other.exec('create table things (id text primary key)')
  other.exec('create table parts (of text references things deferrable initially deferred)')
  const file = openFile(path, 0)
  const told: LocalWriter['told'] = []
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
  const writer = createWriter({ file, checkPlace: () => {}, post, now: () => now })
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
    onTold(callback) {
      onTold = callback
    },
    pass(milliseconds) {
      now += milliseconds
    },
    replies: () => told.flatMap(({ replies }) => replies),
    send(...statements) {
      const requests: Request[] = statements.map(([sql, transaction]) => {
        return { id: ++lastId, sql, transaction, parameters: [], sentAt: now }
      })
      writer.handle(requests)
    },
    async until(count) {
      const replies = () => told.flatMap(({ replies }) => replies)
      await until(() => replies().length >= count)
      return replies()
    },
  }
}

export const insert = (id: string) => `insert into things values ('${id}')`
