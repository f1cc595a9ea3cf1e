import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import {
  aborted,
  errorOf,
  type Failure,
  monotonic,
  type Reply,
  type Request,
  type Result,
} from './messages.ts'
import { closeMessage, type ServeOptions } from './serve.ts'

/** Compiled or not, as this file is. */
const program = new URL(`worker${extname(import.meta.url)}`, import.meta.url)

export type Question = Pick<Request, 'sql' | 'parameters' | 'transaction'>

/** Requests to a thread, from its start to its end. */
export interface Conversation {
  /** Resolves when the thread has the file open, or has ended. */
  readonly started: Promise<void>
  /** @throws {Error} with SQLite's `code`; `SQLITE_ABORT` when the thread has ended */
  ask(question: Question): Promise<Result>
  /** Whether the thread has ended, by itself or because it was told to. */
  isOver(): boolean
  /** Waits for the answers to what was asked, then ends the thread. */
  close(): Promise<void>
}

interface Asker {
  resolve(result: Result): void
  reject(error: Error): void
}

/** Starts a thread. What keeps it from opening the file is told to who asks it something. */
export function startConversation(options: ServeOptions): Conversation {
  const worker = new Worker(program, { workerData: options })
  const askers = new Map<number, Asker>()
  let outbox: Request[] = []
  let lastId = 0
  let end: Failure | undefined
  let reason = 'it was ended'
  let onIdle = () => {}

  worker.on('message', settle)
  worker.on('error', error => {
    reason = error.message
  })
  const started = new Promise<void>(resolve => worker.once('message', () => resolve()))
  const ended = new Promise(resolve => worker.once('exit', resolve)).then(() => {
    const failure = aborted(`The thread that has the database open has ended: ${reason}`)
    end = failure
    settle([...askers.keys()].map(id => ({ id, failure })))
  })

  function settle(replies: Reply[]): void {
    for (const reply of replies) {
      const asker = askers.get(reply.id) as Asker
      askers.delete(reply.id)
      if ('result' in reply) asker.resolve(reply.result)
      else asker.reject(errorOf(reply.failure))
    }
    if (askers.size > 0) return
    // The process does not stay for a thread that nobody is waiting for.
    worker.unref()
    onIdle()
  }

  function send(): void {
    worker.postMessage(outbox)
    outbox = []
  }

  return {
    started: Promise.race([started, ended]),
    async ask(question) {
      if (end) throw errorOf(end)
      worker.ref()
      // One message for all that is asked in one turn of the event loop.
      if (outbox.length === 0) setImmediate(send)
      return new Promise((resolve, reject) => {
        const id = ++lastId
        askers.set(id, { resolve, reject })
        outbox.push({ id, ...question, sentAt: monotonic() })
      })
    },
    isOver: () => end !== undefined,
    async close() {
      if (askers.size > 0) {
        await new Promise<void>(resolve => {
          onIdle = resolve
        })
      }
      worker.ref()
      worker.postMessage(closeMessage)
      await ended
    },
  }
}
