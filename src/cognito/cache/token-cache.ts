import { hash } from 'node:crypto'
import type { AdmittedKeys } from '../keys/admitted-keys.ts'
import type { Principal } from '../principal.ts'

/** What a verified token was found to be, and for how long that holds. */
export interface VerifiedToken {
  principal: Principal
  /** From this time on the token is refused, in seconds since 1970: `exp` plus the tolerance. */
  refusedFrom: number
  /** The issuer's generation of keys it was verified with. */
  keys: AdmittedKeys
  /** The issuer's keys as they are now. */
  currentKeys: () => AdmittedKeys | undefined
  /** When it was verified or last found by its digest, in seconds since 1970. */
  foundAt: number
}

/**
 * The name of a token where the token itself must not stand: its SHA-256. Two tokens cannot share
 * one, and nobody can make a token from it.
 */
export function digest(token: string): string {
  return hash('sha256', token, 'base64url')
}

/**
 * Remembers verified tokens by digest, so that neither a signature is checked twice nor a bearer
 * token kept in memory for longer than it is in use. Bounded; the oldest entry goes first, because
 * tokens of one lifetime expire in the order in which they came.
 *
 * @param size the most entries held, at least 1
 */
export function createTokenCache(size: number) {
  const entries = new Map<string, VerifiedToken>()

  return {
    /**
     * What is known of a token, unless it has expired or its issuer's keys have changed since.
     *
     * @param now in seconds since 1970
     */
    get(key: string, now: number): VerifiedToken | undefined {
      const entry = entries.get(key)
      if (entry === undefined || isSound(entry, now)) return entry
      entries.delete(key)
      return undefined
    },

    set(key: string, entry: VerifiedToken, now: number): void {
      for (const [oldest, old] of entries) {
        if (entries.size < size && isSound(old, now)) break
        entries.delete(oldest)
      }
      entries.set(key, entry)
    },

    get size(): number {
      return entries.size
    },
  }
}

/** Whether a token need not be verified again: it is unexpired, and its issuer's keys are the same. */
export function isSound(entry: VerifiedToken, now: number): boolean {
  return now < entry.refusedFrom && entry.currentKeys() === entry.keys
}
