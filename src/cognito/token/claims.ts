import type { JsonObject } from 'aws-jwt-verify/safe-json-parse'
import type { TokenFault } from '../errors.ts'
import type { TrustedIssuer } from '../settings/settings.ts'

/** Cognito's longest access token lifetime, in seconds. */
const maximumLifetime = 24 * 60 * 60

/** 9999-12-31T23:59:59Z in seconds: the last instant an RFC 3339 date can tell. */
const endOfTime = 253_402_300_799

/** NUL, which databases refuse, and half of a surrogate pair, which they take for any other half. */
const unstorable = /[\0\ud800-\udfff]/u

/** The claims every access token of Cognito carries, with their types checked. */
export type AccessTokenClaims = JsonObject & {
  iss: string
  sub: string
  jti: string
  iat: number
  exp: number
  nbf?: number
  client_id: string
  scope?: string
  username?: string
  auth_time?: number
  'cognito:groups'?: string[]
}

/**
 * Tells what aws-jwt-verify leaves open: that claims are there, of their type and in range, so
 * that nothing else in the payload can be taken for something it is not.
 */
export function areAccessTokenClaims(payload: JsonObject): payload is AccessTokenClaims {
  return (
    isName(payload.sub) &&
    !unstorable.test(payload.sub) &&
    isName(payload.jti) &&
    isTime(payload.exp) &&
    isTime(payload.iat) &&
    isOptional(payload.nbf, isTime) &&
    isOptional(payload.auth_time, isTime) &&
    isOptional(payload.scope, isString) &&
    isOptional(payload.username, isName) &&
    isOptional(payload['cognito:groups'], isStringArray)
  )
}

/**
 * Judges the claims of an access token whose signature is good.
 *
 * @param now in seconds since 1970
 * @param tolerance accepted difference between the clocks, in seconds
 * @returns what is wrong with them, or nothing
 */
export function faultOfClaims(
  claims: AccessTokenClaims,
  issuer: TrustedIssuer,
  now: number,
  tolerance: number,
): TokenFault | undefined {
  if (now >= claims.exp + tolerance) return 'token_expired'
  const { iat, nbf = iat, auth_time: signedInAt = iat } = claims
  if (Math.max(iat, nbf, signedInAt) > now + tolerance) return 'token_not_yet_valid'
  if (claims.exp - claims.iat > maximumLifetime + tolerance) return 'invalid_claims'
  if (claims.token_use !== 'access') return 'wrong_token_use'
  if (!issuer.clientIds.includes(claims.client_id)) return 'wrong_client'
  if (claims.username === undefined && !isMachine(claims)) return 'invalid_claims'
  if (!isForAudience(claims, issuer.audience)) return 'wrong_audience'
  // Bound to a key the caller would have to prove (RFC 7800): never to be taken as a plain bearer.
  return claims.cnf === undefined ? undefined : 'sender_constrained'
}

/** Tells a machine from a user: client credentials tokens carry no `username`. */
export function isMachine(claims: AccessTokenClaims): boolean {
  return claims.username === undefined && claims.sub === claims.client_id
}

/** Cognito cannot bind client credentials tokens to a resource, so a machine's may lack `aud`. */
function isForAudience(claims: AccessTokenClaims, audience: string | undefined): boolean {
  if (audience === undefined) return true
  const { aud } = claims
  if (aud === undefined) return isMachine(claims)
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience
}

function isOptional(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || is(value)
}

function isString(value: unknown): boolean {
  return typeof value === 'string'
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= endOfTime
}

function isStringArray(value: unknown): boolean {
  return Array.isArray(value) && value.every(isString)
}
