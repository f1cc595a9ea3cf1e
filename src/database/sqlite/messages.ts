/** What the event loop asks of a thread that has the file open. */
export interface Request {
  id: number
  /** Number of the transaction that it begins, belongs to or ends; none: it stands alone. */
  transaction?: number | undefined
  /** One statement; `begin`, `commit` and `rollback` as such. */
  sql: string
  parameters: readonly unknown[]
  /** In milliseconds, as `monotonic` tells them. */
  sentAt: number
}

export interface Result {
  rows: unknown[]
  /** How many rows were written, where none are returned. */
  changes?: number
}

/** Errors lose their code on the way between threads, which is why they go in parts. */
export interface Failure {
  message: string
  /** SQLite's, such as `SQLITE_BUSY`; none for any other mistake. */
  code?: string | undefined
}

/** Exactly one for each request. */
export type Reply = { id: number; result: Result } | { id: number; failure: Failure }

/** Milliseconds on a clock that all threads share, and that nobody sets. */
export function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** Does the work of a request. */
export function replyTo({ id }: Request, work: () => Result): Reply {
  try {
    return { id, result: work() }
  } catch (error) {
    return { id, failure: failureOf(error) }
  }
}

export function failureOf(error: unknown): Failure {
  const { message, code } = error as Error & { code?: string }
  return { message, code }
}

export function errorOf({ message, code }: Failure): Error {
  return Object.assign(new Error(message), { code })
}

/** The work was undone, or never done, for no fault of its own. */
export function aborted(message: string): Failure {
  return { message, code: 'SQLITE_ABORT' }
}
