import type { SrpExchange } from '../accounts/srp-exchange.ts'
import type { TriggerSource } from '../configuration/pre-token-generation.ts'
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
  readonly step: 'confirm' | 'new-password' | 'reset-password' | 'sign-in'
  /** What was typed to say who it is. */
  readonly signInName: string
  /** The user; absent where the name was of nobody and the answer must not tell. */
  readonly sub?: string | undefined
  /** Where a code was said to have gone. */
  readonly destination: string
  /** The browser it began in. */
  readonly csrfToken: string
  /** What its next page says once. */
  message?: string | undefined
}

/** A sign-in through the JSON API that waits for the answer to a challenge. */
export type Challenge = PasswordVerifier | NextChallenge

interface PasswordVerifier {
  readonly name: 'PASSWORD_VERIFIER'
  readonly clientId: string
  /** As it was given at first. */
  readonly signInName: string
  readonly exchange: SrpExchange
}

export interface NextChallenge {
  readonly name: 'NEW_PASSWORD_REQUIRED' | 'SOFTWARE_TOKEN_MFA'
  readonly clientId: string
  readonly sub: string
  /** Why tokens will be issued in the end. */
  readonly triggerSource: TriggerSource
  /** Wrong codes so far. */
  attempts: number
}

/** What is remembered for minutes, and forgotten when the pool stops. */
export interface Sessions {
  /** 5 minutes. */
  readonly codes: ExpiringMap<CodeGrant>
  /** For `browserSessionSeconds`, not prolonged by use. */
  readonly browsers: ExpiringMap<BrowserSession>
  /** 5 minutes. */
  readonly attempts: ExpiringMap<Attempt>
  /** 3 minutes. */
  readonly challenges: ExpiringMap<Challenge>
}

/** How long a browser stays signed in. */
export const browserSessionSeconds = 3600

/** @param now seconds since 1970 */
export function createSessions(now: () => number): Sessions {
  return {
    codes: createExpiringMap(5 * 60, now),
    browsers: createExpiringMap(browserSessionSeconds, now),
    attempts: createExpiringMap(5 * 60, now),
    challenges: createExpiringMap(3 * 60, now),
  }
}
