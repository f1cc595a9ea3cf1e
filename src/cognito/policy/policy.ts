import { type Demand, demandGroups, demandRecentSignIn, demandScopes } from './demands.ts'
import { ownMembers } from './own-members.ts'
import { checkRequirement, mapRequirement, type Requirement } from './requirement.ts'

/** What a route demands of its callers, declared in its `config`. */
export interface RoutePolicy {
  /** Scope names of the resource server, without its identifier: `['order.write']`. */
  scopes?: Requirement | undefined
  /** Cognito groups. A machine is in none. */
  groups?: Requirement | undefined
  /**
   * Longest time since the sign-in: seconds, or `'30s'`, `'15m'`, `'2h'`, `'1d'` (RFC 9470). A machine
   * signs in by taking its token.
   */
  maxAge?: number | string | undefined
  /** Any valid access token will do. */
  authenticated?: true | undefined
  /** Nobody is asked for a token. */
  public?: true | undefined
}

/** A policy in the form in which requests are held against it. */
export type CompiledPolicy = { kind: 'public' } | GuardedPolicy

export interface GuardedPolicy {
  kind: 'guarded'
  /** Full scope names; empty when none is demanded. */
  scopes: Requirement
  /** In the order in which a refusal names them. */
  demands: readonly Demand[]
}

/** This API, as the user pool has it: "resource server" in Cognito's words. */
export interface ResourceServer {
  /** The identifier, which may be a URL. */
  identifier: string
  /** The scope names, without the identifier. */
  scopes: readonly string[]
}

const members = ['scopes', 'groups', 'maxAge', 'authenticated', 'public'] as const

/** How each is written by mistake: beside another one, it would be passed over. */
const spellings: Readonly<Record<(typeof members)[number], RegExp>> = {
  scopes: /^scopes?$/i,
  groups: /^groups?$/i,
  maxAge: /^max[-_]?age$/i,
  authenticated: /^authenticat(ed?|ion)$/i,
  public: /^publics?$/i,
}

const secondsPer: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400 }

/**
 * Compiles the policy of a route.
 *
 * @throws {TypeError} when there is none, when it is contradictory, misspelt or empty, or names a scope
 *   that the resource server does not have
 */
export function compilePolicy(declared: RoutePolicy, server: ResourceServer): CompiledPolicy {
  const policy = ownMembers(declared)
  checkMembers(policy)
  if (policy.public) return { kind: 'public' }
  const demands: Demand[] = []
  const scopes = policy.scopes === undefined ? [] : fullScopes(policy.scopes, server)
  if (policy.scopes !== undefined) demands.push(demandScopes(scopes))
  if (policy.groups !== undefined) {
    demands.push(demandGroups(checkRequirement('groups', policy.groups)))
  }
  if (policy.maxAge !== undefined) demands.push(demandRecentSignIn(toSeconds(policy.maxAge)))
  return { kind: 'guarded', scopes, demands }
}

function checkMembers(policy: RoutePolicy): void {
  for (const name of Object.keys(policy)) {
    const meant = members.find(member => spellings[member].test(name))
    if (meant === undefined || meant === name) continue
    throw new TypeError(`declares "${name}", which is no policy: write ${meant}`)
  }
  const declared = members.filter(member => policy[member] !== undefined)
  if (declared.length === 0) {
    throw new TypeError(
      "declares no policy: add config: { scopes: ['...'] }, { groups: ['...'] }, { maxAge: '15m' }, { authenticated: true } or { public: true }; a route of another plugin gets it from an onRoute hook (docs/plugin.md)",
    )
  }
  for (const flag of ['public', 'authenticated'] as const) {
    if (!declared.includes(flag)) continue
    if (policy[flag] !== true) throw new TypeError(`declares ${flag}: only true is possible`)
    if (declared.length > 1) throw new TypeError(`declares ${flag} beside other demands`)
  }
}

function fullScopes(requirement: Requirement, server: ResourceServer): Requirement {
  return mapRequirement(checkRequirement('scopes', requirement), name => {
    if (server.scopes.includes(name)) return fullScope(server.identifier, name)
    throw new TypeError(
      `demands the scope "${name}", which the resource server "${server.identifier}" does not have; it has: ${server.scopes.join(', ')}`,
    )
  })
}

/**
 * The name of a scope as it stands in tokens: `orders/order.write`.
 *
 * @param identifier of the resource server
 */
export function fullScope(identifier: string, name: string): string {
  return `${identifier}/${name}`
}

function toSeconds(maxAge: number | string): number {
  const text = typeof maxAge === 'number' ? `${maxAge}s` : maxAge
  const [, count, unit] = /^([1-9][0-9]{0,8})([smhd])$/.exec(text) ?? []
  if (count === undefined || unit === undefined) {
    throw new TypeError("declares a maxAge that is neither whole seconds nor like '15m'")
  }
  return Number(count) * (secondsPer[unit] as number)
}
