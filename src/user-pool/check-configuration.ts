import type { AppClientConfiguration, Configuration } from './configuration.ts'
import { customScopes, fullScopeName, standardScopes } from './scope-names.ts'

/** @throws TypeError that lists, on one line, everything in which the configuration contradicts itself */
export function checkConfiguration(configuration: Configuration): void {
  const mistakes = [
    ...repeated(
      'user',
      configuration.users.map(({ email }) => email),
    ),
    ...repeated(
      'group',
      configuration.groups.map(({ name }) => name),
    ),
    ...repeated(
      'app client',
      configuration.clients.map(({ name }) => name),
    ),
    ...repeated('scope', customScopes(configuration.resourceServers)),
    ...scopesWithSlash(configuration),
    ...unknownGroups(configuration),
    ...configuration.clients.flatMap(client => clientMistakes(client, configuration)),
  ]
  if (mistakes.length > 0) throw new TypeError(`User pool configuration: ${mistakes.join('; ')}`)
}

function repeated(what: string, names: readonly string[]): string[] {
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  return [...twice].map(name => `${what} ${name} is there twice`)
}

function scopesWithSlash({ resourceServers }: Configuration): string[] {
  return resourceServers
    .flatMap(({ scopes }) => scopes)
    .filter(({ name }) => name.includes('/'))
    .map(({ name }) => `scope name ${name} must not contain a slash`)
}

function unknownGroups({ users, groups }: Configuration): string[] {
  const known = new Set(groups.map(({ name }) => name))
  return users.flatMap(user =>
    (user.groups ?? [])
      .filter(group => !known.has(group))
      .map(group => `user ${user.email} is in group ${group}, which the pool does not have`),
  )
}

function clientMistakes(client: AppClientConfiguration, { resourceServers }: Configuration) {
  const known = [...standardScopes, ...customScopes(resourceServers)]
  const mistakes = (client.scopes ?? [])
    .filter(scope => !known.includes(fullScopeName(scope, resourceServers)))
    .map(scope => `app client ${client.name} has scope ${scope}, which the pool does not have`)
  if (client.flows.includes('client_credentials')) {
    if (client.flows.includes('code') || client.flows.includes('implicit')) {
      mistakes.push(`app client ${client.name} cannot mix client_credentials with code or implicit`)
    }
    if (client.secret !== true) {
      mistakes.push(`app client ${client.name} needs a secret for client_credentials`)
    }
  }
  return mistakes
}
