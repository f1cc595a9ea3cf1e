import {
  type CognitoError,
  ForbiddenError,
  InsufficientScopeError,
  InsufficientUserAuthenticationError,
} from '../errors.ts'
import type { Principal } from '../principal.ts'
import { isAnyOf, itemsOf, type Requirement } from './requirement.ts'

/**
 * Something a route demands of its callers.
 *
 * @param now the clock, in milliseconds since 1970
 * @returns the refusal, or nothing when the principal meets it
 */
export type Demand = (principal: Principal, now: () => number) => CognitoError | undefined

/** @param scopes full scope names */
export function demandScopes(scopes: Requirement): Demand {
  const names = itemsOf(scopes)
  const demanded = names.join(' ')
  return principal => {
    const has = (name: string) => principal.scopes.has(name)
    const isMet = isAnyOf(scopes) ? names.some(has) : names.every(has)
    return isMet ? undefined : new InsufficientScopeError(demanded)
  }
}

export function demandGroups(groups: Requirement): Demand {
  const names = itemsOf(groups)
  return principal => {
    const has = (name: string) => principal.kind === 'user' && principal.groups.includes(name)
    const isMet = isAnyOf(groups) ? names.some(has) : names.every(has)
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
