import { randomUUID } from 'node:crypto'

/** Things that are good for a while, under ids that nobody can guess. In memory. */
export interface ExpiringMap<Value> {
  /** @param id default: a new one. @returns the id */
  readonly add: (value: Value, id?: string) => string
  readonly get: (id: string) => Value | undefined
  /** Gives it and forgets it in one step, so that only one caller ever gets it. */
  readonly take: (id: string) => Value | undefined
}

interface Entry<Value> {
  readonly value: Value
  /** Seconds since 1970. */
  readonly addedAt: number
}

/**
 * @param lifetime seconds, counted from the adding; use does not prolong it
 * @param now seconds since 1970
 */
export function createExpiringMap<Value>(lifetime: number, now: () => number): ExpiringMap<Value> {
  const entries = new Map<string, Entry<Value>>()

  // What was added long from now is of a clock that has been set back.
  const isOver = ({ addedAt }: Entry<Value>) => Math.abs(now() - addedAt) >= lifetime

  // All live equally long, so the oldest come first.
  function prune(): void {
    for (const [id, entry] of entries) {
      if (!isOver(entry)) return
      entries.delete(id)
    }
  }

  function get(id: string): Value | undefined {
    prune()
    const entry = entries.get(id)
    return entry === undefined || isOver(entry) ? undefined : entry.value
  }

  return {
    add: (value, id = randomUUID()) => {
      prune()
      entries.set(id, { value, addedAt: now() })
      return id
    },
    get,
    take: id => {
      const value = get(id)
      entries.delete(id)
      return value
    },
  }
}
