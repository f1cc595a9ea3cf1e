import { AsyncResource } from 'node:async_hooks'
import type { VerifiedToken } from './token-cache.ts'

/** A token that was found good, beside what is known of it. */
export interface TokenInUse {
  readonly token: string
  readonly digest: string
  readonly verified: VerifiedToken
}

interface Entry extends TokenInUse {
  /** The period of the last use, by number. */
  usedIn: number
}

/** Within how many seconds a token has to come back to be kept: so long is a period, too. */
const soon = 5

/**
 * Remembers tokens that were just used, because a digest takes longer than all else that is done
 * about a known token. Only for a moment, since the token itself has to lie here: one that is not
 * used is gone after ten seconds. So one that seldom comes would be gone each time, and copying it
 * back and forth takes longer than its digest.
 *
 * @param size the most tokens remembered
 * @param inAPeriod calls back, for tests
 */
export function createTokensInUse(size: number, inAPeriod = later) {
  /** Or the timer would keep what hangs on the request that began it (AsyncLocalStorage). */
  const background = new AsyncResource('CognitoTokensInUse')
  const entries = new Map<number, Entry>()
  let period = 0

  function endPeriod(): void {
    for (const [name, { usedIn }] of entries) if (usedIn < period) entries.delete(name)
    period += 1
    if (entries.size > 0) inAPeriod(endPeriod)
  }

  return {
    /** What was kept of this very token. */
    find(token: string): TokenInUse | undefined {
      const entry = entries.get(nameOf(token))
      if (entry?.token !== token) return undefined
      entry.usedIn = period
      return entry
    },

    /**
     * For a token that was found good: what strangers send is not kept.
     *
     * @param now in seconds since 1970
     */
    keep({ token, digest, verified }: TokenInUse, now: number): void {
      const isFrequent = now - verified.foundAt < soon
      verified.foundAt = now
      if (!isFrequent || entries.size >= size) return
      if (entries.size === 0) background.runInAsyncScope(inAPeriod, undefined, endPeriod)
      entries.set(nameOf(token), { token, digest, verified, usedIn: period })
    },

    /** Tokens that lie in memory. */
    get size(): number {
      return entries.size
    },
  }
}

/**
 * A number for the end of the signature, since hashing a string takes longer. Two tokens may share
 * one: then the one that came last is remembered.
 */
function nameOf(token: string): number {
  let name = 0
  for (let at = token.length - 10; at < token.length; at += 1) {
    name = (Math.imul(name, 31) + token.charCodeAt(at)) | 0
  }
  return name
}

function later(callback: () => void): void {
  setTimeout(callback, soon * 1000).unref()
}
