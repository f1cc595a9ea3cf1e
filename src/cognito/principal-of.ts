import { type AccessTokenClaims, isMachine } from './claims.ts'
import { deepFreeze, frozenSet } from './frozen.ts'
import type { Principal } from './principal.ts'

const noGroups: readonly string[] = Object.freeze([])

/** Makes the principal of a verified access token. */
export function principalOf(claims: AccessTokenClaims): Principal {
  const base = {
    subject: claims.sub,
    clientId: claims.client_id,
    issuer: claims.iss,
    tokenId: claims.jti,
    scopes: frozenSet(scopesOf(claims.scope)),
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    authenticatedAt: claims.auth_time,
    claims: deepFreeze(claims),
  }
  if (isMachine(claims)) return Object.freeze({ ...base, kind: 'machine' })
  const { username, 'cognito:groups': groups = noGroups } = claims
  return Object.freeze({ ...base, kind: 'user', username: username as string, groups })
}

/** Scopes are parted by U+0020 and nothing else (RFC 6749 section 3.3). */
function scopesOf(scope = ''): string[] {
  return scope.split(' ').filter(name => name !== '')
}
