import type Libsql from 'libsql'
import { execute, isBusy } from './file.ts'
import { createGroup } from './group.ts'
import {
  aborted,
  type Failure,
  failureOf,
  monotonic,
  type Reply,
  type Request,
  replyTo,
} from './messages.ts'

/** How long a write waits for its turn, be it for other writes or for another process. */
const patienceMs = 2_000
/** How long a transaction may keep the others waiting without doing anything. */
const idleMs = 2_000
/** SQLite itself looks every 100 ms in the end, and would hardly ever hit the end of a group. */
const lookAgainMs = 1
/** Longer than the above, so that another process is let in between two groups. */
const pauseMs = 2

export interface WriterOptions {
  /** Opened without a timeout of its own. */
  file: Libsql.Database
  /** Throws when the file is not at its place any more. */
  checkPlace: () => void
  /** Takes replies to where the requests come from. */
  post: (replies: Reply[]) => void
  /** The clock of `sentAt`. Default: `monotonic`. */
  now?: () => number
}

export interface Writer {
  handle(requests: readonly Request[]): void
  /** Gives up what has not been committed. */
  stop(): void
}

/**
 * Writes to a file what is asked for, one transaction after the other, and commits many of them
 * together: while the disk is busy with one group, the next one gathers.
 *
 * Each transaction is a savepoint within the group's, so that it can be undone alone. That it is
 * committed is told only when the whole group is on the disk. A write that has waited two seconds
 * for its turn is refused with `SQLITE_BUSY`.
 */
export function createWriter({ file, checkPlace, post, now = monotonic }: WriterOptions): Writer {
  const group = createGroup(file, checkPlace, now)
  /** Statements that stand alone, and beginnings of transactions. */
  const queue: Request[] = []
  let outbox: Reply[] = []
  let current: { transaction: number; idle: NodeJS.Timeout } | undefined
  let committing: NodeJS.Immediate | undefined
  let pause: NodeJS.Timeout | undefined

  function handle(requests: readonly Request[]): void {
    for (const request of requests) {
      if (request.transaction === undefined || request.sql === 'begin') queue.push(request)
      else goOn(request)
    }
    takeTurns()
  }

  function takeTurns(): void {
    while (current === undefined && pause === undefined && !group.isFull()) {
      const request = queue.shift()
      if (request === undefined) break
      takeTurn(request)
    }
    // Not at once: what has arrived meanwhile goes into the same group.
    if (current === undefined && group.isOpen()) committing ??= setImmediate(commit)
    flush()
  }

  function takeTurn(request: Request): void {
    const { id, transaction, sentAt } = request
    if (now() > sentAt + patienceMs) {
      outbox.push({ id, failure: tooLate() })
      return
    }
    try {
      group.open()
    } catch (error) {
      if (isBusy(error)) {
        queue.unshift(request)
        rest(lookAgainMs)
      } else {
        outbox.push({ id, failure: failureOf(error) })
      }
      return
    }
    if (transaction === undefined) {
      const reply = run(request)
      if ('result' in reply) group.add(reply)
      else outbox.push(reply)
    } else {
      file.exec('savepoint turn')
      current = { transaction, idle: setTimeout(expire, idleMs) }
      outbox.push({ id, result: { rows: [] } })
    }
  }

  /** Does what comes next in the current transaction. */
  function goOn(request: Request): void {
    const { id, transaction, sql } = request
    if (current?.transaction !== transaction) {
      outbox.push({ id, failure: aborted('The transaction is over: it was idle, or undone') })
    } else if (sql === 'commit') {
      file.exec('release turn')
      endTurn()
      group.add({ id, result: { rows: [] } })
    } else if (sql === 'rollback') {
      undoTurn()
      outbox.push({ id, result: { rows: [] } })
    } else {
      outbox.push(run(request))
      current?.idle.refresh()
    }
  }

  function run(request: Request): Reply {
    const reply = replyTo(request, () => execute(file, request.sql, request.parameters))
    if ('failure' in reply) {
      outbox.push(...group.afterFailure())
      if (!group.isOpen()) endTurn()
    }
    return reply
  }

  function expire(): void {
    undoTurn()
    takeTurns()
  }

  function undoTurn(): void {
    file.exec('rollback to turn; release turn')
    endTurn()
  }

  function endTurn(): void {
    clearTimeout(current?.idle)
    current = undefined
  }

  function commit(): void {
    committing = undefined
    // One that began meanwhile: the group goes on until it ends.
    if (current !== undefined) return
    if (group.isFull()) rest(pauseMs)
    outbox.push(...group.commit())
    takeTurns()
  }

  function rest(milliseconds: number): void {
    pause = setTimeout(() => {
      pause = undefined
      takeTurns()
    }, milliseconds)
  }

  function flush(): void {
    if (outbox.length === 0) return
    post(outbox)
    outbox = []
  }

  return {
    handle,
    stop() {
      endTurn()
      clearImmediate(committing)
      clearTimeout(pause)
    },
  }
}

function tooLate(): Failure {
  return { message: 'Waited too long for other writes to end', code: 'SQLITE_BUSY' }
}
