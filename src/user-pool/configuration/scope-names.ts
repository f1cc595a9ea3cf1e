import type { ResourceServerConfiguration } from './configuration.ts'

/** Scopes that belong to Cognito itself and to no resource server. */
export const standardScopes: readonly string[] = [
  'openid',
  'email',
  'phone',
  'profile',
  'aws.cognito.signin.user.admin',
]

/** Full names of every scope of the resource servers, in the order of the configuration. */
export function customScopes(servers: readonly ResourceServerConfiguration[]): string[] {
  return servers.flatMap(({ identifier, scopes }) =>
    scopes.map(({ name }) => `${identifier}/${name}`),
  )
}

/**
 * The full name of a scope: a short name belongs to the first resource server; a standard scope,
 * or a name with a slash, is full already.
 */
export function fullScopeName(
  scope: string,
  servers: readonly ResourceServerConfiguration[],
): string {
  const [first] = servers
  if (scope.includes('/') || standardScopes.includes(scope) || first === undefined) return scope
  return `${first.identifier}/${scope}`
}
