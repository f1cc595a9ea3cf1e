import type { User } from './accounts/account.ts'
import type { AccountBook } from './accounts/account-book.ts'
import type {
  AppClientConfiguration,
  AuthFlow,
  Configuration,
  GroupConfiguration,
  RefreshTokenRotation,
  ResourceServerConfiguration,
} from './configuration.ts'
import type { DerivedIds } from './derived-ids.ts'
import { toSeconds } from './duration.ts'
import { customScopes, fullScopeName, standardScopes } from './scope-names.ts'

export interface AppClient {
  readonly name: string
  readonly id: string
  /** Absent for a public client. */
  readonly secret?: string
  /** Good beside the first one. */
  readonly secondSecret?: string
  readonly flows: readonly AuthFlow[]
  /** Full names. */
  readonly scopes: readonly string[]
  readonly callbackUrls: readonly string[]
  readonly signOutUrls: readonly string[]
  /** Seconds, as are the next two. */
  readonly accessTokenLifetime: number
  readonly idTokenLifetime: number
  readonly refreshTokenLifetime: number
  readonly revocation: boolean
  readonly refreshTokenRotation?: RefreshTokenRotation
  readonly preventUserExistenceErrors: boolean
  /** Absent: all attributes. */
  readonly readAttributes?: readonly string[]
}

/** Who and what is known to one install of a pool. */
export interface Directory {
  readonly userPoolId: string
  /** Those who signed up included: another list after each change. */
  readonly users: readonly User[]
  readonly groups: readonly GroupConfiguration[]
  readonly clients: readonly AppClient[]
  readonly resourceServers: readonly ResourceServerConfiguration[]
}

export function createDirectory(
  configuration: Configuration,
  ids: DerivedIds,
  userPoolId: string,
  book: AccountBook,
): Directory {
  const { groups, clients, resourceServers } = configuration
  return {
    userPoolId,
    get users() {
      return book.users()
    },
    groups,
    clients: clients.map(client => toAppClient(client, ids, resourceServers)),
    resourceServers,
  }
}

function toAppClient(
  client: AppClientConfiguration,
  ids: DerivedIds,
  resourceServers: readonly ResourceServerConfiguration[],
): AppClient {
  const { name, flows, scopes, refreshTokenRotation, readAttributes } = client
  return {
    name,
    id: client.id ?? ids.clientId(name),
    ...(client.secret === true && { secret: ids.clientSecret(name) }),
    ...(client.secondSecret === true && { secondSecret: ids.secondClientSecret(name) }),
    flows,
    scopes:
      scopes?.map(scope => fullScopeName(scope, resourceServers)) ??
      everyScope(flows, resourceServers),
    callbackUrls: client.callbackUrls ?? [],
    signOutUrls: client.signOutUrls ?? [],
    accessTokenLifetime: toSeconds(client.accessTokenValidity ?? '1h'),
    idTokenLifetime: toSeconds(client.idTokenValidity ?? '1h'),
    refreshTokenLifetime: toSeconds(client.refreshTokenValidity ?? '30d'),
    revocation: client.revocation ?? true,
    ...(refreshTokenRotation !== undefined && { refreshTokenRotation }),
    preventUserExistenceErrors: client.preventUserExistenceErrors ?? true,
    ...(readAttributes !== undefined && { readAttributes }),
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
      : users.find(({ email, sub, username }) => [email, sub, username].includes(emailOrSub))
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
