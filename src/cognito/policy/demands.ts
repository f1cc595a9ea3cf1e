import {
  type CognitoError,
  ForbiddenError,
  InsufficientScopeError,
  InsufficientUserAuthenticationError,
} from '../errors.ts'
import type { Principal } from '../principal.ts'
import { isMetBy, itemsOf, type Requirement } from './requirement.ts'

/**
 * Something a route demands of its callers.
 *
 * @param now the clock, in milliseconds since 1970
 * @returns the refusal, or nothing when the principal meets it
 */
export type Demand = (principal: Principal, now: () => number) => CognitoError | undefined

/** @param scopes full scope names */
export function demandScopes(scopes: Requirement): Demand {
  const demanded = itemsOf(scopes).join(' ')
  return principal => {
    const isMet = isMetBy(scopes, name => principal.scopes.has(name))
    return isMet ? undefined : new InsufficientScopeError(demanded)
  }
}

export function demandGroups(groups: Requirement): Demand {
  return principal => {
    const its = principal.kind === 'user' ? principal.groups : []
    const isMet = isMetBy(groups, name => its.includes(name))
    return isMet ? undefined : new ForbiddenError('missing_group')
  }
}

/** @param maxAge longest time since the sign-in, in seconds */
export function demandRecentSignIn(maxAge: number): Demand {
  return ({ authenticatedAt }, now) => {
    // A token that does not say when the user signed in is too old for any age.
    const signedInAt = authenticatedAt ?? Number.NEGATIVE_INFINITY
    const isMet = now() / 1000 - signedInAt <= maxAge
    return isMet ? undefined : new InsufficientUserAuthenticationError(maxAge)
  }
}
