import type { Machine, Principal, User } from '../principal.ts'
import { type AccessTokenClaims, isMachine } from './claims.ts'
import { deepFreeze } from './frozen.ts'
import { scopeSet } from './scope-set.ts'

type Writable<T> = { -readonly [Name in keyof T]: T[Name] }

const noGroups: readonly string[] = Object.freeze([])

/** Makes the principal of a verified access token. Nobody else gets it but `frozen`. */
export function principalOf(claims: AccessTokenClaims): Principal {
  const machine: Writable<Machine> = {
    kind: 'machine',
    subject: claims.sub,
    clientId: claims.client_id,
    issuer: claims.iss,
    tokenId: claims.jti,
    scopes: scopeSet(claims.scope ?? ''),
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    authenticatedAt: claims.auth_time,
    claims,
  }
  if (isMachine(claims)) return machine
  // Members are added one by one: spreading costs more here than all the rest.
  const user = machine as Writable<Principal> as Writable<User>
  user.kind = 'user'
  user.username = claims.username as string
  user.groups = claims['cognito:groups'] ?? noGroups
  return user
}

/** The same principal, which from now on nobody can change: all requests with its token share it. */
export function frozen(principal: Principal): Principal {
  if (Object.isFrozen(principal)) return principal
  deepFreeze(principal.claims)
  return Object.freeze(principal)
}
