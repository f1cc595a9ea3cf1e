import type {
  AuthFlow,
  Configuration,
  GroupConfiguration,
  ResourceServerConfiguration,
} from './configuration.ts'
import type { DerivedIds } from './derived-ids.ts'
import { customScopes, fullScopeName, standardScopes } from './scope-names.ts'

export interface User {
  readonly email: string
  /** Equal to `sub`, because sign-in is by email. */
  readonly username: string
  /** A UUID, stable per install. */
  readonly sub: string
  readonly password: string
  readonly groups: readonly string[]
}

export interface AppClient {
  readonly name: string
  readonly id: string
  /** Absent for a public client. */
  readonly secret?: string
  readonly flows: readonly AuthFlow[]
  /** Full names. */
  readonly scopes: readonly string[]
  readonly callbackUrls: readonly string[]
  readonly signOutUrls: readonly string[]
}

/** Who and what is known to one install of a pool. */
export interface Directory {
  readonly userPoolId: string
  readonly users: readonly User[]
  readonly groups: readonly GroupConfiguration[]
  readonly clients: readonly AppClient[]
  readonly resourceServers: readonly ResourceServerConfiguration[]
}

export function createDirectory(configuration: Configuration, ids: DerivedIds): Directory {
  const { users, groups, clients, resourceServers } = configuration
  return {
    userPoolId: ids.userPoolId,
    users: users.map(({ email, password, groups = [] }) => {
      const sub = ids.sub(email)
      return { email, username: sub, sub, password, groups }
    }),
    groups,
    clients: clients.map(
      ({ name, flows, secret, scopes, callbackUrls = [], signOutUrls = [] }) => ({
        name,
        id: ids.clientId(name),
        ...(secret === true && { secret: ids.clientSecret(name) }),
        flows,
        scopes:
          scopes?.map(scope => fullScopeName(scope, resourceServers)) ??
          everyScope(flows, resourceServers),
        callbackUrls,
        signOutUrls,
      }),
    ),
    resourceServers,
  }
}

function everyScope(
  flows: readonly AuthFlow[],
  resourceServers: readonly ResourceServerConfiguration[],
): string[] {
  const custom = customScopes(resourceServers)
  return flows.includes('client_credentials') ? custom : [...standardScopes, ...custom]
}

/** @throws Error that names the users there are */
export function findUser({ users }: Directory, emailOrSub: string | undefined): User {
  const user =
    emailOrSub === undefined
      ? users[0]
      : users.find(({ email, sub }) => email === emailOrSub || sub === emailOrSub)
  if (user !== undefined) return user
  const known = users.map(({ email }) => email).join(', ') || 'none'
  throw new Error(`The user pool has no user ${emailOrSub ?? 'at all'}: known are ${known}`)
}

/** @throws Error that names the app clients there are */
export function findClient({ clients }: Directory, nameOrId: string): AppClient {
  const client = clients.find(({ name, id }) => name === nameOrId || id === nameOrId)
  if (client !== undefined) return client
  const known = clients.map(({ name }) => name).join(', ') || 'none'
  throw new Error(`The user pool has no app client ${nameOrId}: known are ${known}`)
}
