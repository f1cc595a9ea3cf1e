import { createHash, randomUUID } from 'node:crypto'
import type { User } from '../accounts/account.ts'

/** A member that is `undefined` is left out when the token is written. */
export type Claims = Readonly<Record<string, unknown>>

interface Occasion {
  readonly issuer: string
  readonly clientId: string
  /** Seconds since 1970, as are all times. */
  readonly issuedAt: number
  readonly expiresAt: number
}

export interface UserOccasion extends Occasion {
  readonly user: User
  readonly groups: readonly string[]
  /** When the user signed in, which a refresh does not change. */
  readonly authTime: number
  /** The sign-in that all tokens up to the last refresh go back to; absent without revocation. */
  readonly originJti: string | undefined
  /** The same for tokens issued together. */
  readonly eventId: string
}

/** The access token of a user, as the OAuth endpoints issue it: `aud` only with resource binding. */
export function userAccessClaims(
  occasion: UserOccasion & {
    readonly scopes: readonly string[]
    readonly audience?: string | undefined
    /** Tokens of a sign-in through the JSON API have no `version`. */
    readonly viaApi?: boolean | undefined
  },
): Claims {
  const { issuer, clientId, issuedAt, expiresAt, user, groups, scopes } = occasion
  return {
    sub: user.sub,
    'cognito:groups': listed(groups),
    iss: issuer,
    version: occasion.viaApi ? undefined : 2,
    client_id: clientId,
    aud: occasion.audience,
    origin_jti: occasion.originJti,
    event_id: occasion.eventId,
    token_use: 'access',
    scope: listed(scopes)?.join(' '),
    auth_time: occasion.authTime,
    exp: expiresAt,
    iat: issuedAt,
    jti: randomUUID(),
    username: user.username,
  }
}

/** The access token of a machine: `sub` is the client, and nothing in it speaks of a sign-in. */
export function machineAccessClaims(
  occasion: Occasion & { readonly scopes: readonly string[] },
): Claims {
  const { issuer, clientId, issuedAt, expiresAt, scopes } = occasion
  return {
    sub: clientId,
    token_use: 'access',
    scope: listed(scopes)?.join(' '),
    auth_time: issuedAt,
    iss: issuer,
    exp: expiresAt,
    iat: issuedAt,
    version: 2,
    jti: randomUUID(),
    client_id: clientId,
  }
}

export function idClaims(
  occasion: UserOccasion & {
    readonly nonce: string | undefined
    /** The access token issued beside it. */
    readonly accessToken: string | undefined
    readonly attributes: Readonly<Record<string, string>>
    readonly roles?: readonly string[] | undefined
    readonly preferredRole?: string | undefined
  },
): Claims {
  const { issuer, clientId, issuedAt, expiresAt, user, groups, nonce, accessToken } = occasion
  return {
    at_hash: accessToken === undefined ? undefined : accessTokenHash(accessToken),
    sub: user.sub,
    'cognito:groups': listed(groups),
    'cognito:roles': listed(occasion.roles ?? []),
    'cognito:preferred_role': occasion.preferredRole,
    ...attributeClaims(occasion.attributes),
    iss: issuer,
    'cognito:username': user.username,
    nonce,
    origin_jti: occasion.originJti,
    aud: clientId,
    event_id: occasion.eventId,
    token_use: 'id',
    auth_time: occasion.authTime,
    exp: expiresAt,
    iat: issuedAt,
    jti: randomUUID(),
  }
}

/** Attributes are text, but the two of Cognito's that say whether something is verified. */
function attributeClaims(attributes: Readonly<Record<string, string>>): Claims {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      name === 'email_verified' || name === 'phone_number_verified' ? value === 'true' : value,
    ]),
  )
}

function listed(items: readonly string[]): readonly string[] | undefined {
  return items.length === 0 ? undefined : items
}

/** OpenID Connect Core 3.1.3.6: the left half of the digest. */
function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
}
