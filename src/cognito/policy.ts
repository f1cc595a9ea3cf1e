import {
  type CognitoError,
  ForbiddenError,
  InsufficientScopeError,
  InsufficientUserAuthenticationError,
} from './errors.ts'
import type { Principal } from './principal.ts'

/** All of a list, or with `anyOf` at least one of it. */
export type Requirement = readonly string[] | AnyOf

export interface AnyOf {
  readonly anyOf: readonly string[]
}

/** What a route demands of its callers, declared in its `config`. */
export interface RoutePolicy {
  /** Scope names of the resource server, without its identifier: `['order.write']`. */
  scopes?: Requirement
  /** Cognito groups. A machine is in none. */
  groups?: Requirement
  /** Longest time since the sign-in: seconds, or `'30s'`, `'15m'`, `'2h'`, `'1d'` (RFC 9470). */
  maxAge?: number | string
  /** Any valid access token will do. */
  authenticated?: true
  /** Nobody is asked for a token. */
  public?: true
}

/** A policy in the form in which requests are held against it. */
export type CompiledPolicy = { kind: 'public' } | GuardedPolicy

export interface GuardedPolicy {
  kind: 'guarded'
  /** Full scope names. */
  scopes: Requirement
  groups: Requirement
  maxAgeSeconds: number
}

export interface ResourceServer {
  /** The identifier, which may be a URL. */
  identifier: string
  /** The scope names, without the identifier. */
  scopes: readonly string[]
}

const members = ['scopes', 'groups', 'maxAge', 'authenticated', 'public'] as const

const secondsPer: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * Compiles the policy of a route.
 *
 * @throws {TypeError} when there is none, when it is contradictory or empty, or names a scope that
 *   the resource server does not have
 */
export function compilePolicy(policy: RoutePolicy, server: ResourceServer): CompiledPolicy {
  const declared = members.filter(member => policy[member] !== undefined)
  if (declared.length === 0) {
    throw new TypeError(
      "declares no policy: add config: { scopes: ['...'] }, { groups: ['...'] }, { maxAge: '15m' }, { authenticated: true } or { public: true }",
    )
  }
  for (const flag of ['public', 'authenticated'] as const) {
    if (!declared.includes(flag)) continue
    if (policy[flag] !== true) throw new TypeError(`declares ${flag}: only true is possible`)
    if (declared.length > 1) throw new TypeError(`declares ${flag} beside other demands`)
  }
  if (policy.public) return { kind: 'public' }
  return {
    kind: 'guarded',
    scopes: compileScopes(policy.scopes, server),
    groups: policy.groups === undefined ? [] : checkRequirement('groups', policy.groups),
    maxAgeSeconds: compileMaxAge(policy.maxAge),
  }
}

function compileScopes(requirement: Requirement | undefined, server: ResourceServer): Requirement {
  if (requirement === undefined) return []
  const full = (name: string) => {
    if (server.scopes.includes(name)) return fullScope(server, name)
    throw new TypeError(
      `demands the scope "${name}", which the resource server "${server.identifier}" does not have; it has: ${server.scopes.join(', ')}`,
    )
  }
  const checked = checkRequirement('scopes', requirement)
  return isAnyOf(checked) ? { anyOf: checked.anyOf.map(full) } : checked.map(full)
}

/** The name of a scope as it stands in tokens: `orders/order.write`. */
export function fullScope(server: ResourceServer, name: string): string {
  return `${server.identifier}/${name}`
}

/** Checks a requirement and copies it, so that what was checked stays what holds. */
function checkRequirement(name: string, requirement: Requirement): Requirement {
  const list = listIn(requirement)
  if (!Array.isArray(list) || list.length === 0) {
    throw new TypeError(
      `declares ${name} as something else than a list with at least one name, or { anyOf: [...] }`,
    )
  }
  const names: string[] = Array.from(list)
  if (!names.every(item => typeof item === 'string' && item !== '')) {
    throw new TypeError(`declares an empty name among its ${name}`)
  }
  return Array.isArray(requirement) ? names : { anyOf: names }
}

function listIn(requirement: unknown): unknown {
  if (Array.isArray(requirement)) return requirement
  const { anyOf, ...others } = Object(requirement) as Record<string, unknown>
  return Object.keys(others).length === 0 ? anyOf : undefined
}

function compileMaxAge(maxAge: number | string | undefined): number {
  if (maxAge === undefined) return Number.POSITIVE_INFINITY
  const text = typeof maxAge === 'number' ? `${maxAge}s` : maxAge
  const [, count, unit] = /^([1-9][0-9]{0,8})([smhd])$/.exec(text) ?? []
  if (count === undefined || unit === undefined) {
    throw new TypeError("declares a maxAge that is neither whole seconds nor like '15m'")
  }
  return Number(count) * (secondsPer[unit] as number)
}

/**
 * Holds a principal against a guarded policy; the scope is named first where more is missing.
 *
 * @param now in seconds since 1970
 * @returns the refusal, or nothing when the principal may pass
 */
export function refusalFor(
  policy: GuardedPolicy,
  principal: Principal,
  now: number,
): CognitoError | undefined {
  if (!isMet(policy.scopes, name => principal.scopes.has(name))) {
    return new InsufficientScopeError(itemsOf(policy.scopes).join(' '))
  }
  if (!isMet(policy.groups, name => groupsOf(principal).includes(name))) {
    return new ForbiddenError('missing_group')
  }
  // A token that does not say when the user signed in is too old for any age.
  const signedInAt = principal.authenticatedAt ?? Number.NEGATIVE_INFINITY
  if (now - signedInAt > policy.maxAgeSeconds) {
    return new InsufficientUserAuthenticationError(policy.maxAgeSeconds)
  }
  return undefined
}

function isMet(requirement: Requirement, has: (name: string) => boolean): boolean {
  return isAnyOf(requirement) ? requirement.anyOf.some(has) : requirement.every(has)
}

/** The names in a requirement. */
export function itemsOf(requirement: Requirement): readonly string[] {
  return isAnyOf(requirement) ? requirement.anyOf : requirement
}

/** Tells the two forms of a requirement apart. */
export function isAnyOf(requirement: Requirement): requirement is AnyOf {
  return Object.hasOwn(requirement, 'anyOf')
}

function groupsOf(principal: Principal): readonly string[] {
  return principal.kind === 'user' ? principal.groups : []
}
