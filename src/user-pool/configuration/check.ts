import { clientMistakes } from './check-client.ts'
import type { Configuration, UserConfiguration } from './configuration.ts'
import { passwordMistake } from './password-policy.ts'
import { customScopes } from './scope-names.ts'
import { standardAttributes, valueMistake } from './standard-attributes.ts'

/** A configuration that contradicts itself. The message has everything, on one line. */
export class ConfigurationError extends TypeError {
  override readonly name = 'ConfigurationError'
}

/** @throws ConfigurationError */
export function checkConfiguration(configuration: Configuration): void {
  const { users, groups, clients, resourceServers } = configuration
  const mistakes = [
    ...poolMistakes(configuration),
    ...repeated('user', users, ({ email }) => email.toLowerCase()),
    ...repeated('username', users, ({ username }) => username?.toLowerCase()),
    ...repeated('group', groups, ({ name }) => name),
    ...repeated('app client', clients, ({ name }) => name),
    ...repeated('client id', clients, ({ id }) => id),
    ...repeated('scope', customScopes(resourceServers), scope => scope),
    ...scopesWithSlash(configuration),
    ...users.flatMap(user => userMistakes(user, configuration)),
    ...clients.flatMap(client => clientMistakes(client, resourceServers)),
  ]
  if (mistakes.length > 0) {
    throw new ConfigurationError(`User pool configuration: ${mistakes.join('; ')}`)
  }
}

function poolMistakes({ userPoolId, passwordPolicy }: Configuration): string[] {
  const mistakes: string[] = []
  if (userPoolId !== undefined && !/^[a-z]{2,4}(-[a-z]+)+-\d_[A-Za-z0-9]+$/.test(userPoolId)) {
    mistakes.push(`userPoolId ${userPoolId} is not of the form eu-central-1_AbCdEfGhI`)
  }
  const { minimumLength } = passwordPolicy
  if (!Number.isInteger(minimumLength) || minimumLength < 6 || minimumLength > 99) {
    mistakes.push('passwordPolicy.minimumLength must be a whole number from 6 to 99')
  }
  return mistakes
}

function repeated<Item>(
  what: string,
  items: readonly Item[],
  nameOf: (item: Item) => string | undefined,
): string[] {
  const names = items.flatMap(item => nameOf(item) ?? [])
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index))
  return [...twice].map(name => `${what} ${name} is there twice`)
}

function scopesWithSlash({ resourceServers }: Configuration): string[] {
  return resourceServers
    .flatMap(({ scopes }) => scopes)
    .filter(({ name }) => name.includes('/'))
    .map(({ name }) => `scope name ${name} must not contain a slash`)
}

function userMistakes(
  { email, username, password, groups = [], attributes = {} }: UserConfiguration,
  { groups: known, signInWith, passwordPolicy }: Configuration,
): string[] {
  const mistakes: string[] = []
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) mistakes.push(`user ${email} has no email address`)
  if (signInWith === 'username' && username === undefined) {
    mistakes.push(`user ${email} needs a username, because sign-in is by username`)
  }
  const wrong = passwordMistake(password, passwordPolicy)
  if (wrong !== undefined) mistakes.push(`user ${email}: ${wrong}`)
  for (const group of groups) {
    if (!known.some(({ name }) => name === group)) {
      mistakes.push(`user ${email} is in group ${group}, which the pool does not have`)
    }
  }
  for (const [name, value] of Object.entries(attributes)) {
    const mistake = attributeMistake(name, value)
    if (mistake !== undefined) mistakes.push(`user ${email} ${mistake}`)
  }
  return mistakes
}

/** @param value may not be what its type says; none and a blank one are no attribute */
function attributeMistake(name: string, value: unknown): string | undefined {
  if (name === 'email' || !(standardAttributes.has(name) || name.startsWith('custom:'))) {
    return `cannot have an attribute ${name}`
  }
  if (value === undefined || value === '') return undefined
  if (typeof value !== 'string') return `has an attribute ${name} that is no text`
  const mistake = valueMistake(name, value)
  return mistake && `cannot have this ${name}: ${mistake}`
}
