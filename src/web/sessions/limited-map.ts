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
  readonly endsAt: number
  idleUntil: number
}

/** @param now milliseconds since 1970 */
export function createLimitedMap<Value>(
  { maximum, idleSeconds, absoluteSeconds }: SessionLimits,
  now: () => number,
): LimitedMap<Value> {
  const entries = new Map<string, Entry<Value>>()

  const isOver = ({ endsAt, idleUntil }: Entry<Value>) => Math.min(endsAt, idleUntil) <= now()

  /** Entries are in the order of their last use. */
  function makeRoom(): void {
    for (const [id, entry] of entries) {
      if (entries.size < maximum && entry.idleUntil > now()) return
      entries.delete(id)
    }
  }

  return {
    add: value => {
      makeRoom()
      const id = randomBytes(32).toString('base64url')
      entries.set(id, {
        value,
        endsAt: now() + absoluteSeconds * 1000,
        idleUntil: now() + idleSeconds * 1000,
      })
      return id
    },
    get: id => {
      const entry = entries.get(id)
      if (entry === undefined) return undefined
      entries.delete(id)
      if (isOver(entry)) return undefined
      entry.idleUntil = now() + idleSeconds * 1000
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
