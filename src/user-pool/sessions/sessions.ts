import { createExpiringMap, type ExpiringMap } from './expiring-map.ts'

/** What an authorization code stands for: RFC 6749 section 4.1, RFC 7636. */
export interface CodeGrant {
  readonly sub: string
  readonly clientId: string
  readonly redirectUri: string
  readonly codeChallenge: string | undefined
  readonly scopes: readonly string[]
  readonly nonce: string | undefined
  readonly resource: string | undefined
  /** Seconds since 1970. */
  readonly authTime: number
}

/** A browser in which a user has signed in: single sign-on for all app clients of the pool. */
export interface BrowserSession {
  readonly sub: string
  /** Seconds since 1970. */
  readonly authTime: number
}

/** A sign-in that needs another page before it is done. */
export interface Attempt {
  readonly step: 'confirm' | 'new-password' | 'reset-password'
  /** The user; absent where the name was of nobody and the answer must not tell. */
  readonly sub?: string | undefined
  /** Where a code was said to have gone. */
  readonly destination: string
  /** The browser it began in. */
  readonly csrfToken: string
}

/** What is remembered for minutes, and forgotten when the pool stops. */
export interface Sessions {
  /** 5 minutes. */
  readonly codes: ExpiringMap<CodeGrant>
  /** An hour, not prolonged by use. */
  readonly browsers: ExpiringMap<BrowserSession>
  /** 5 minutes. */
  readonly attempts: ExpiringMap<Attempt>
}

/** @param now seconds since 1970 */
export function createSessions(now: () => number): Sessions {
  return {
    codes: createExpiringMap(5 * 60, now),
    browsers: createExpiringMap(3600, now),
    attempts: createExpiringMap(5 * 60, now),
  }
}
