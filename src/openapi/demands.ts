import type { RouteOptions } from 'fastify'
import type { Requirement, RoutePolicy } from '../cognito/index.ts'
import { fullScope } from '../cognito/policy/policy.ts'
import { isAnyOf, itemsOf } from '../cognito/policy/requirement.ts'

/**
 * Says in the description of a route what it demands of its callers: the document itself can say
 * scopes only, and viewers show even these in small print.
 *
 * @param identifier of the resource server
 */
export function describeDemands(identifier: string): (route: RouteOptions) => void {
  const full = (scope: string) => fullScope(identifier, scope)
  return route => {
    const { schema } = route
    if (schema === undefined || schema.hide === true) return
    const demands = demandsIn(route.config ?? {}, full)
    route.schema = { ...schema, description: `${schema.description}\n\n${demands}` }
  }
}

function demandsIn(policy: RoutePolicy, full: (scope: string) => string): string {
  if (policy.public) return 'Needs no token.'
  const { scopes, groups, maxAge } = policy
  const demands = [
    scopes && named('scope', scopes, full),
    groups && named('group', groups, String),
    maxAge !== undefined && `a sign-in at most ${age(maxAge)} ago`,
  ].filter(demand => typeof demand === 'string')
  return demands.length === 0
    ? 'Needs any access token of the user pool.'
    : `Needs ${demands.join(' and ')}.`
}

function named(kind: string, requirement: Requirement, nameOf: (name: string) => string): string {
  const names = itemsOf(requirement).map(name => `\`${nameOf(name)}\``)
  const kinds = names.length > 1 ? `${kind}s` : kind
  return `the ${kinds} ${names.join(isAnyOf(requirement) ? ' or ' : ' and ')}`
}

function age(maxAge: number | string): string {
  return typeof maxAge === 'number' ? `${maxAge}s` : maxAge
}
