import { createHash, randomUUID } from 'node:crypto'
import type { User } from '../directory.ts'

/** A member that is `undefined` is left out when the token is written. */
export type Claims = Readonly<Record<string, unknown>>

interface Occasion {
  readonly issuer: string
  readonly clientId: string
  readonly issuedAt: number
  readonly expiresAt: number
}

export interface UserOccasion extends Occasion {
  readonly user: User
  readonly groups: readonly string[]
}

/** The access token of a user, as the OAuth endpoints issue it: `aud` only with resource binding. */
export function userAccessClaims(
  occasion: UserOccasion & { readonly scopes: readonly string[] },
): Claims {
  const { issuer, clientId, issuedAt, expiresAt, user, groups, scopes } = occasion
  return {
    sub: user.sub,
    'cognito:groups': listed(groups),
    iss: issuer,
    version: 2,
    client_id: clientId,
    origin_jti: randomUUID(),
    event_id: randomUUID(),
    token_use: 'access',
    scope: listed(scopes)?.join(' '),
    auth_time: issuedAt,
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
    readonly accessToken: string | undefined
  },
): Claims {
  const { issuer, clientId, issuedAt, expiresAt, user, groups, nonce, accessToken } = occasion
  return {
    at_hash: accessToken === undefined ? undefined : accessTokenHash(accessToken),
    sub: user.sub,
    'cognito:groups': listed(groups),
    email_verified: true,
    iss: issuer,
    'cognito:username': user.username,
    nonce,
    origin_jti: randomUUID(),
    aud: clientId,
    event_id: randomUUID(),
    token_use: 'id',
    auth_time: issuedAt,
    exp: expiresAt,
    iat: issuedAt,
    jti: randomUUID(),
    email: user.email,
  }
}

function listed(items: readonly string[]): readonly string[] | undefined {
  return items.length === 0 ? undefined : items
}

/** OpenID Connect Core 3.1.3.6: the left half of the digest. */
function accessTokenHash(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest().subarray(0, 16).toString('base64url')
}
