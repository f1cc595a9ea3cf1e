/**
 * An error without a stack: one that only says no to a request. Nobody reads where that was, and
 * collecting it would be the dearest part of refusing a flood.
 */
export abstract class StacklessError extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = stackTraceLimit
  }
}
