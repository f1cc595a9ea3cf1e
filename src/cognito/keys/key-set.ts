import { AsyncResource } from 'node:async_hooks'
import { InvalidTokenError, KeysUnavailableError } from '../errors.ts'
import type { AdmittedKeys } from './admitted-keys.ts'
import { createAlarm } from './alarm.ts'
import { longestWhileRefusing, nextAttempts } from './back-off.ts'
import { fetchDeadline } from './key-fetch.ts'
import { createTokenBucket } from './token-bucket.ts'

/** No refresh is begun sooner after the one before, in milliseconds. */
const leastDelay = 250

/** Unknown key ids may cause this many fetches at once, and then one per interval. */
const unknownKeyBurst = 3
const unknownKeyInterval = 2000

export interface KeySetOptions {
  /** Fetches and admits the set. Rejects when it cannot be had or holds no usable key. */
  fetchKeys: (stopped: AbortSignal, held: AdmittedKeys | undefined) => Promise<AdmittedKeys>
  /** A set older than this is not used without having been asked for again, in milliseconds. */
  maxAge: number
  /** A set older than this is not used even while the endpoint fails, in milliseconds. */
  maxStale: number
  /** The clock, in milliseconds. */
  now: () => number
  /** Told of each failed refresh. */
  onFailure: (error: unknown) => void
  /** Told of the refresh that ends a row of failures. */
  onRecovery: () => void
}

/** What can be told of a key set from outside, for readiness and metrics. */
export interface KeySetStatus {
  /** Whether tokens can be verified now. */
  usable: boolean
  /** Milliseconds since the set in use was asked for; `undefined` before the first. */
  age: number | undefined
  /** Fetches that ended well, since the start. */
  refreshes: number
  /** Fetches that failed, since the start. */
  failures: number
}

export type KeySet = ReturnType<typeof createKeySet>

/**
 * The signing keys of one issuer, kept fresh in the background: asked for again before they are
 * too old, used on while the endpoint fails, dropped when that has lasted too long.
 */
export function createKeySet(options: KeySetOptions) {
  const { maxAge, now } = options
  const maxStale = Math.max(options.maxStale, maxAge)
  const stopped = new AbortController()
  /** What goes on for longer than a request must not keep what hangs on that (AsyncLocalStorage). */
  const background = new AsyncResource('CognitoKeySet')
  const unknownKeys = createTokenBucket(unknownKeyBurst, unknownKeyInterval, now)
  const alarm = createAlarm(now, refresh)
  let keys: AdmittedKeys | undefined
  let fetchedAt = Number.NEGATIVE_INFINITY
  /** How long the set may be used, in milliseconds. */
  let usableFor = maxAge
  let failuresInARow = 0
  /** From when a request may cause a fetch again. */
  let askableAt = Number.NEGATIVE_INFINITY
  let inFlight: Promise<boolean> | undefined
  let refreshes = 0
  let failures = 0

  /** That of the set, in milliseconds. A clock that is set back by much makes it too old, not new. */
  function age(): number {
    return Math.abs(now() - fetchedAt)
  }

  /** The keys, if they may be used without asking the endpoint first. */
  function current(): AdmittedKeys | undefined {
    return age() < usableFor ? keys : undefined
  }

  /** Asks the endpoint, unless that is under way. Tells whether it ended well. */
  function refresh(): Promise<boolean> {
    inFlight ??= background.runInAsyncScope(attempt).finally(() => {
      inFlight = undefined
    })
    return inFlight
  }

  async function attempt(): Promise<boolean> {
    const begunAt = now()
    // Where the clock was set back meanwhile, that moment has yet to come.
    const startedAt = () => Math.min(begunAt, now())
    try {
      keys = await options.fetchKeys(stopped.signal, keys)
      refreshes++
      if (failuresInARow > 0) options.onRecovery()
      failuresInARow = 0
      askableAt = Number.NEGATIVE_INFINITY
      fetchedAt = startedAt()
      usableFor = maxAge
      // Jitter keeps the instances of a service from asking all at once.
      const dueAt = fetchedAt + maxAge * (0.8 + 0.15 * Math.random())
      schedule(Math.max(leastDelay, dueAt - now()))
      return true
    } catch (error) {
      failures++
      failuresInARow++
      usableFor = maxStale
      const next = nextAttempts(failuresInARow, startedAt(), fetchedAt + maxStale)
      askableAt = next.byRequest
      schedule(next.inBackground - now())
      if (!stopped.signal.aborted) options.onFailure(error)
      return false
    }
  }

  function schedule(delay: number): void {
    if (!stopped.signal.aborted) alarm.set(delay)
  }

  /** For how long requests cause no fetch, in milliseconds. One that is too long is of a clock since set back. */
  function pause(): number {
    const left = askableAt - now()
    return left > longestWhileRefusing ? 0 : left
  }

  /**
   * The generation of keys that holds a key id. Asks the endpoint only in the rare case that
   * `current()` does not: a first start, or a key id never seen.
   *
   * @throws {InvalidTokenError} the issuer has no such key
   * @throws {KeysUnavailableError} that cannot be told at the moment
   */
  function keysFor(kid: string): Promise<AdmittedKeys> {
    const known = current()
    return known?.has(kid) ? promised(known) : askFor(kid)
  }

  async function askFor(kid: string): Promise<AdmittedKeys> {
    const arrivedAt = now()
    // A fetch already under way may have been answered before the key was there.
    const enough = refreshes + (inFlight === undefined ? 1 : 2)
    // Not after a failure, and not for longer than one fetch may take.
    while (refreshes < enough && shouldAsk(kid)) {
      if (!(await within(refresh(), arrivedAt + fetchDeadline - now()))) break
    }
    const known = current()
    if (known?.has(kid)) return known
    if (known !== undefined && age() < maxAge) throw new InvalidTokenError('unknown_key')
    throw new KeysUnavailableError(Math.max(1, Math.ceil(pause() / 1000)))
  }

  function shouldAsk(kid: string): boolean {
    const known = current()
    if (known?.has(kid)) return false
    if (inFlight !== undefined) return true
    if (pause() > 0) return false
    return known === undefined || unknownKeys.take()
  }

  function status(): KeySetStatus {
    return {
      usable: current() !== undefined,
      age: keys === undefined ? undefined : age(),
      refreshes,
      failures,
    }
  }

  /** Begins to fetch in the background. */
  function start(): void {
    void refresh()
  }

  /** Ends all background work. */
  function stop(): void {
    stopped.abort()
    alarm.clear()
  }

  return { current, keysFor, status, start, stop }
}

/** What is answered within some milliseconds; false when nothing is. */
async function within(answer: Promise<boolean>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, Math.max(0, milliseconds), false)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}

/** By a promise of the language: that of a service which replaces `Promise` may lose its AsyncLocalStorage. */
async function promised<T>(value: T): Promise<T> {
  return value
}
