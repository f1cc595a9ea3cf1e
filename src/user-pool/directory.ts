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
import { type Collection, createCollection } from './state/collection.ts'
import type { Store } from './state/store.ts'

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
  /** Of the identity pool that takes ID tokens of this user pool: region, colon, UUID. */
  readonly identityPoolId: string
  /** Those who signed up included: another list after each change. */
  readonly users: readonly User[]
  /** Those made through the JSON API included, as in the next two. */
  readonly groups: readonly GroupConfiguration[]
  readonly clients: readonly AppClient[]
  readonly resourceServers: readonly ResourceServerConfiguration[]
}

/** The lists of the pool that the JSON API can change. */
export interface Collections {
  /** By name. */
  readonly groups: Collection<GroupConfiguration>
  /** By id. */
  readonly clients: Collection<AppClient>
  /** By identifier. */
  readonly resourceServers: Collection<ResourceServerConfiguration>
}

export function createCollections(
  { groups, clients, resourceServers }: Configuration,
  ids: DerivedIds,
  { state, save }: Store,
): Collections {
  return {
    groups: createCollection({
      configured: groups,
      changes: state.groups,
      keyOf: ({ name }) => name,
      save,
    }),
    clients: createCollection({
      configured: clients.map(client => toAppClient(client, ids, resourceServers)),
      changes: state.clients,
      keyOf: ({ id }) => id,
      save,
    }),
    resourceServers: createCollection({
      configured: resourceServers,
      changes: state.resourceServers,
      keyOf: ({ identifier }) => identifier,
      save,
    }),
  }
}

export function createDirectory(
  { userPoolId, identityPoolId }: Pick<Directory, 'userPoolId' | 'identityPoolId'>,
  book: AccountBook,
  { groups, clients, resourceServers }: Collections,
): Directory {
  return {
    userPoolId,
    identityPoolId,
    get users() {
      return book.users()
    },
    get groups() {
      return groups.list()
    },
    get clients() {
      return clients.list()
    },
    get resourceServers() {
      return resourceServers.list()
    },
  }
}

/** @param ids where its id and secrets come from */
export function toAppClient(
  client: AppClientConfiguration,
  ids: Pick<DerivedIds, 'clientId' | 'clientSecret' | 'secondClientSecret'>,
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
  const isMachine = flows.includes('client_credentials') || flows.includes('CLIENT_TOKEN_AUTH')
  return isMachine ? custom : [...standardScopes, ...custom]
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
