import type { User } from '../accounts/account.ts'
import type { AccountBook } from '../accounts/account-book.ts'
import type {
  Configuration,
  GroupConfiguration,
  ResourceServerConfiguration,
} from '../configuration/configuration.ts'
import type { DerivedIds } from '../keys/derived-ids.ts'
import { type Collection, createCollection } from '../state/collection.ts'
import type { Store } from '../state/store.ts'
import { type AppClient, toAppClient } from './app-client.ts'

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
