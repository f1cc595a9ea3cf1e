import type { Directory } from '../directory/directory.ts'

const standard: Readonly<Record<string, string>> = {
  openid: 'Know who you are',
  email: 'See your email address',
  phone: 'See your phone number',
  profile: 'See your profile',
  'aws.cognito.signin.user.admin': 'See and change your account',
}

export interface DescribedScope {
  readonly name: string
  readonly description: string
}

/** Scopes with what they allow in words, for the person who is asked for them. */
export function describeScopes(
  names: readonly string[],
  { resourceServers }: Directory,
): DescribedScope[] {
  const custom = new Map<string, string>(
    resourceServers.flatMap(({ identifier, scopes }) =>
      scopes.map(({ name, description }) => [`${identifier}/${name}`, description] as const),
    ),
  )
  return names.map(name => ({ name, description: standard[name] || custom.get(name) || name }))
}
