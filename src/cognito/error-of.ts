import { limitStacks } from './stackless-error.ts'

/**
 * Runs something that may throw, and returns what it threw, or nothing. Nobody reads the stack of
 * such errors, and collecting it would be the dearest part of refusing a flood of bad tokens.
 */
export function errorOf(work: () => void): unknown {
  const { stackTraceLimit } = Error
  limitStacks(0)
  let thrown: unknown
  try {
    work()
  } catch (error) {
    thrown = error
  }
  limitStacks(stackTraceLimit)
  return thrown
}
