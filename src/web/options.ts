import type { FastifyBaseLogger } from 'fastify'
import type { IdentityPool } from '../aws-identity/identity-pool.ts'

/** What the web client is told of the world around it. */
export interface WebClientOptions {
  /** This web client as its visitors see it: scheme, host and port, without trailing slash. */
  readonly url: string
  /** The API as its callers see it, without trailing slash. */
  readonly apiUrl: string
  readonly userPool: UserPoolSettings
  /** Absent: there is none, and the page about AWS says so. */
  readonly identityPool?: IdentityPool | undefined
  /** Default: the limits of `defaultSessionLimits`. */
  readonly sessionLimits?: Partial<SessionLimits> | undefined
  /** Milliseconds since 1970. Default: the clock of this machine. */
  readonly now?: (() => number) | undefined
  /** Default: nothing is logged. */
  readonly logger?: FastifyBaseLogger | undefined
}

export interface UserPoolSettings {
  /** The `iss` of its tokens. */
  readonly issuer: string
  readonly jwksUri: string
  /** Origin of the sign-in pages and of the OAuth endpoints. */
  readonly domain: string
  readonly clientId: string
  /** Absent for a public client. */
  readonly clientSecret?: string | undefined
  /** Full names, `openid` among them. */
  readonly scopes: readonly string[]
  /** What the access tokens shall be bound to (RFC 8707), if the API demands an `aud`. */
  readonly resource?: string | undefined
  /** Whether it is the local one, about which pages may say more. */
  readonly isLocal: boolean
  /** Difference between the clocks that is accepted in ID tokens, in seconds. */
  readonly clockToleranceSeconds: number
}

/** How many people can be signed in at a time, and for how long. */
export interface SessionLimits {
  /** When there are more, whoever has done nothing for the longest time is forgotten. */
  readonly maximum: number
  /** Without a request for so many seconds a session ends. */
  readonly idleSeconds: number
  /** After so many seconds a session ends, whatever happened in it. */
  readonly absoluteSeconds: number
}

export const defaultSessionLimits: SessionLimits = {
  maximum: 10_000,
  idleSeconds: 3600,
  absoluteSeconds: 12 * 3600,
}

/** The paths that the user pool has registered, as the tutorials choose them. */
export const callbackPath = '/oauth/cognito'
export const signOutPath = '/oauth/cognito/logout'
