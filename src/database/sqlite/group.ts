import type Libsql from 'libsql'
import { aborted, failureOf, type Reply } from './messages.ts'

/** Ends a group even though there is more to write, so that the first in it do not wait for long. */
const longestMs = 20
const largest = 500

/** Writes that share one transaction of the file, and so one wait for the disk. */
export interface Group {
  /**
   * Opens it, unless it is open.
   *
   * @throws SqliteError `SQLITE_BUSY` while another process writes
   * @throws Error `SQLITE_IOERR` when the file is not at its place any more
   */
  open(): void
  isOpen(): boolean
  /** Whether it should be committed before anything is added. */
  isFull(): boolean
  /** Adds what a writer is to be told once all is on the disk. */
  add(reply: Reply): void
  /**
   * Writes all to the disk.
   *
   * @returns what the writers are told: what was added, or that it failed
   */
  commit(): Reply[]
  /**
   * To be called when a statement has failed: of some errors SQLite undoes everything.
   *
   * @returns what the others in the group are told then
   */
  afterFailure(): Reply[]
}

/**
 * @param checkPlace throws when the file is not at its place any more
 * @param now in milliseconds
 */
export function createGroup(
  file: Libsql.Database,
  checkPlace: () => void,
  now: () => number,
): Group {
  let replies: Reply[] = []
  let isOpen = false
  let openedAt = 0

  /** Empties the group. */
  function close(): Reply[] {
    const last = replies
    replies = []
    isOpen = false
    return last
  }

  return {
    open() {
      if (isOpen) return
      checkPlace()
      file.exec('begin immediate')
      isOpen = true
      openedAt = now()
    },
    isOpen: () => isOpen,
    isFull: () => replies.length >= largest || (isOpen && now() - openedAt > longestMs),
    add(reply) {
      replies.push(reply)
    },
    commit() {
      const written = close()
      try {
        file.exec('commit')
        checkPlace()
        return written
      } catch (error) {
        if (file.inTransaction) file.exec('rollback')
        return written.map(({ id }) => ({ id, failure: failureOf(error) }))
      }
    },
    afterFailure() {
      if (file.inTransaction) return []
      const failure = aborted('Undone together with a statement that failed')
      return close().map(({ id }) => ({ id, failure }))
    },
  }
}
