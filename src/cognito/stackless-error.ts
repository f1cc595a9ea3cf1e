/** Sets how long the stacks of new errors are, where that may be changed: `node --frozen-intrinsics`. */
export function limitStacks(lines: number): void {
  try {
    Error.stackTraceLimit = lines
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
