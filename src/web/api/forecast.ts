import { type Claims, groupsOf, scopesOf, secondsIn } from '../oauth/tokens.ts'
import type { Operation } from './contract.ts'

/** What an operation would answer to a token, and why. */
export interface Forecast {
  readonly status: number
  readonly isGood: boolean
  readonly why: string
}

/**
 * Foretells the decision of the API's guard. What the operation itself finds (a body that does not
 * fit, an order that is not there) is another matter.
 *
 * @param now seconds since 1970
 */
export function foretell({ demands, success }: Operation, claims: Claims, now: number): Forecast {
  if (demands.isPublic) return good(success, 'Needs no token.')
  if (secondsIn(claims, 'exp') <= now) return refused(401, 'The token has expired.')
  const { maxAge } = demands
  const missing = missingScopes(demands.scopeSets, scopesOf(claims))
  if (missing.length > 0) return refused(403, `Lacks the scope ${missing.join(' and ')}.`)
  const wanted = missingGroups(demands, groupsOf(claims))
  if (wanted !== undefined) return refused(403, `You are not in the group ${wanted}.`)
  if (maxAge !== undefined && now - secondsIn(claims, 'auth_time') > maxAge) {
    return refused(401, `You signed in more than ${maxAge} seconds ago: sign in again.`)
  }
  return good(success, reasons(demands))
}

/** Nothing when one of the sets is there whole; else what lacks in the set that lacks least. */
function missingScopes(sets: readonly (readonly string[])[], scopes: readonly string[]): string[] {
  const gaps = sets.map(set => set.filter(scope => !scopes.includes(scope)))
  const [least = []] = gaps.sort((one, other) => one.length - other.length)
  return least
}

function missingGroups(
  { groups, anyGroup }: Operation['demands'],
  own: readonly string[],
): string | undefined {
  const missing = groups.filter(group => !own.includes(group))
  if (missing.length === 0 || (anyGroup && missing.length < groups.length)) return undefined
  return missing.join(anyGroup ? ' or ' : ' and ')
}

function reasons({ scopeSets, groups }: Operation['demands']): string {
  const [scopes = []] = scopeSets
  const parts = [
    scopes.length > 0 && `the token has the scope ${scopes.join(' and ')}`,
    groups.length > 0 && `you are in the group ${groups.join(' or ')}`,
  ].filter(part => typeof part === 'string')
  if (parts.length === 0) return 'Any access token will do.'
  const [first = '', ...rest] = parts
  return `${[first.charAt(0).toUpperCase() + first.slice(1), ...rest].join(', and ')}.`
}

function good(status: number, why: string): Forecast {
  return { status, isGood: true, why }
}

function refused(status: number, why: string): Forecast {
  return { status, isGood: false, why }
}
