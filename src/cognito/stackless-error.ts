/**
 * Sets how long the stacks of new errors are, where that may be changed: `node --frozen-intrinsics`.
 *
 * @param lines none at all, not even `stack` itself, when `undefined`
 */
export function limitStacks(lines: number | undefined): void {
  try {
    Error.stackTraceLimit = lines as number
  } catch {
    // Then collecting them just takes longer.
  }
}

/**
 * An error without a stack: one that only says no to a request. Nobody reads where that was, and
 * collecting it would be the dearest part of refusing a flood.
 */
export abstract class StacklessError extends Error {
  constructor(message: string) {
    const { stackTraceLimit } = Error
    limitStacks(0)
    super(message)
    limitStacks(stackTraceLimit)
  }
}
