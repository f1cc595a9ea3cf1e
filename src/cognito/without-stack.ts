/**
 * Runs something whose errors nobody reads the stack of. Collecting it would be the dearest part
 * of refusing a flood of bad tokens.
 */
export function withoutStack<T>(work: () => T): T {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = limit
  }
}
