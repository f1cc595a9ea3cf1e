import { randomBytes } from 'node:crypto'
import type { SessionLimits } from '../options.ts'

/** Things of visitors under ids that nobody can guess. In memory, and never too many. */
export interface LimitedMap<Value> {
  /** @returns the id */
  readonly add: (value: Value) => string
  /** Counts as a use: it begins to be idle anew. */
  readonly get: (id: string) => Value | undefined
  readonly delete: (id: string) => void
  readonly size: number
}

interface Entry<Value> {
  readonly value: Value
  /** Milliseconds since 1970, as is the next. */
  readonly addedAt: number
  usedAt: number
}

/** @param now milliseconds since 1970 */
export function createLimitedMap<Value>(
  { maximum, idleSeconds, absoluteSeconds }: SessionLimits,
  now: () => number,
): LimitedMap<Value> {
  const entries = new Map<string, Entry<Value>>()

  // What lies long from now is of a clock that has been set back.
  const isSince = (time: number, seconds: number) => Math.abs(now() - time) < seconds * 1000
  const isIdle = ({ usedAt }: Entry<Value>) => !isSince(usedAt, idleSeconds)
  const isOver = (entry: Entry<Value>) => isIdle(entry) || !isSince(entry.addedAt, absoluteSeconds)

  /** Entries are in the order of their last use. */
  function makeRoom(): void {
    for (const [id, entry] of entries) {
      if (entries.size < maximum && !isIdle(entry)) return
      entries.delete(id)
    }
  }

  return {
    add: value => {
      makeRoom()
      const id = randomBytes(32).toString('base64url')
      entries.set(id, { value, addedAt: now(), usedAt: now() })
      return id
    },
    get: id => {
      const entry = entries.get(id)
      if (entry === undefined) return undefined
      entries.delete(id)
      if (isOver(entry)) return undefined
      entry.usedAt = now()
      entries.set(id, entry)
      return entry.value
    },
    delete: id => {
      entries.delete(id)
    },
    get size() {
      return entries.size
    },
  }
}
