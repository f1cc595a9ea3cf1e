import { type Principal, RevocationsUnavailableError } from '../cognito/index.ts'
import type { RevocationChanges } from './changes.ts'
import { createDenials, type Denials } from './denials.ts'

export interface RevocationListOptions {
  changes: RevocationChanges
  /** Age from which the list counts as stale, in seconds. */
  maxStaleSeconds: number
  /** Whether a stale list lets nobody through. */
  failClosed: boolean
  /** In milliseconds since 1970. */
  now: () => number
}

/** What can be told of the list from outside, for readiness and metrics. */
export interface RevocationListStatus {
  /** Whether requests can be let through: the list is there, and not stale where that matters. */
  readonly usable: boolean
  /** Whether it is older than it may be. */
  readonly stale: boolean
  /** Milliseconds since the list was known to be complete; `undefined` before the first time. */
  readonly age: number | undefined
  /** Revocations in it. */
  readonly size: number
}

export type RevocationList = ReturnType<typeof createRevocationList>

/** The revocations in memory, as far as they have been read. */
export function createRevocationList(options: RevocationListOptions) {
  const { changes, failClosed, now } = options
  const maxStale = options.maxStaleSeconds * 1000
  let denials: Denials | undefined
  let seenVersion = 0
  /** That of the newest change that was read. */
  let newest: number | undefined
  let readAt = now()
  /** The latest time by which memory was swept, since it was filled. */
  let sweptAt = Number.NEGATIVE_INFINITY
  /** What is being read now, which never rejects, and what will be after it. */
  let reading: Promise<unknown> = Promise.resolve()
  let next: Promise<void> | undefined

  /** A clock that is set back by much makes it too old, not new. */
  const age = () => Math.abs(now() - readAt)
  const isStale = () => age() > maxStale

  /**
   * @returns whether the token of a request was revoked
   * @throws {RevocationsUnavailableError} when that cannot be told
   */
  function isRevoked(principal: Principal): boolean {
    if (denials === undefined || (failClosed && isStale())) throw new RevocationsUnavailableError()
    return denials.denies(principal)
  }

  /**
   * Takes up every change there was before the call. Calls made while one is under way share the
   * one after it.
   *
   * @throws {Problem} 503 the database does not answer
   */
  function refresh(): Promise<void> {
    next ??= reading.then(() => {
      next = undefined
      const read = readChanges()
      reading = read.catch(() => {})
      return read
    })
    return next
  }

  async function readChanges(): Promise<void> {
    const startedAt = now()
    const { version, sweptVersion } = await changes.versions()
    // Not when a row that was lifted is gone unread, or the database is an older copy of itself.
    const isWhole =
      seenVersion >= sweptVersion && seenVersion <= version && (await isSameHistory(version))
    // Nor when the clock was set back: what had ended by it is gone from memory, and may hold again.
    const held = isWhole && startedAt >= sweptAt ? denials : undefined
    const target = held ?? createDenials(now)
    const from = held === undefined ? 0 : seenVersion
    let last = held && newest
    for await (const page of from < version ? changes.after(from) : []) {
      target.apply(page)
      last = page.at(-1)?.version ?? last
    }
    denials = target
    if (held === undefined) sweptAt = Number.NEGATIVE_INFINITY
    seenVersion = version
    newest = last
    readAt = startedAt
  }

  /** An older copy that was changed since lacks what came last, at least. */
  async function isSameHistory(version: number): Promise<boolean> {
    return seenVersion === version || newest === undefined || (await changes.has(newest))
  }

  return {
    isRevoked,
    refresh,
    /** Forgets what has ended. */
    sweep(): void {
      sweptAt = Math.max(sweptAt, now())
      denials?.sweep()
    },
    /** Resolves when nothing is being read any more. */
    idle: () => Promise.allSettled([reading, next]),
    status(): RevocationListStatus {
      const stale = isStale()
      return {
        usable: denials !== undefined && !(failClosed && stale),
        stale,
        age: denials === undefined ? undefined : age(),
        size: denials?.size ?? 0,
      }
    },
  }
}
