/**
 * Runs something that may throw, and returns what it threw, or nothing. Nobody reads the stack of
 * such errors, and collecting it would be the dearest part of refusing a flood of bad tokens.
 */
export function errorOf(work: () => void): unknown {
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  let thrown: unknown
  try {
    work()
  } catch (error) {
    thrown = error
  }
  Error.stackTraceLimit = limit
  return thrown
}
