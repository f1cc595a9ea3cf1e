import type { Engine } from '../driver.ts'
import { type Conversation, type Question, startConversation } from './conversation.ts'
import { isUnavailable } from './file.ts'
import { aborted, errorOf, type Result } from './messages.ts'
import type { ServeOptions } from './serve.ts'

/**
 * An SQLite file that two threads of their own have open, so that the event loop waits neither for
 * the disk nor for a lock: one writes, the other reads what is committed.
 *
 * @param path of a file that has been migrated
 */
export async function createSqliteEngine(path: string): Promise<Engine> {
  const writer = lastingThread({ path, role: 'writer' })
  const reader = lastingThread({ path, role: 'reader' })
  await Promise.all([writer.started, reader.started])
  let transactions = 0

  return {
    begin: 'begin',
    async connect() {
      /** The one under way, if any. */
      let transaction: number | undefined
      return {
        async run(sql, parameters) {
          refuseBooleans(parameters)
          if (sql === 'begin') transaction = ++transactions
          const reads = transaction === undefined && /^select\b/i.test(sql)
          const { rows, changes } = await (reads ? reader : writer).ask({
            sql,
            parameters,
            transaction,
          })
          // What could not be committed stays open, and is rolled back next.
          if (sql === 'commit' || sql === 'rollback') transaction = undefined
          return { rows, ...(changes !== undefined && { numAffectedRows: BigInt(changes) }) }
        },
        release() {},
      }
    },
    isUnavailable,
    async close() {
      // The writer leaves an empty log behind, which it cannot while that is read.
      await writer.close(reader.close())
    },
  }
}

/** A thread that is started again when it is asked something after it has ended. */
function lastingThread(options: ServeOptions) {
  let conversation: Conversation = startConversation(options)
  let isClosed = false
  return {
    started: conversation.started,
    async ask(question: Question): Promise<Result> {
      if (isClosed) throw errorOf(aborted('The database is closed'))
      if (conversation.isOver()) conversation = startConversation(options)
      return conversation.ask(question)
    },
    /** @param other has to be over before */
    async close(other?: Promise<void>): Promise<void> {
      isClosed = true
      await other
      await conversation.close()
    },
  }
}

/** libsql ends the whole process when it is given one. */
function refuseBooleans(parameters: readonly unknown[]): void {
  if (parameters.some(parameter => typeof parameter === 'boolean')) {
    throw new TypeError('SQLite has no boolean: give 0 or 1')
  }
}
