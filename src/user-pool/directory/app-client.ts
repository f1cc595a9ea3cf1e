import type {
  AppClientConfiguration,
  AuthFlow,
  RefreshTokenRotation,
  ResourceServerConfiguration,
} from '../configuration/configuration.ts'
import { toSeconds } from '../configuration/duration.ts'
import { customScopes, fullScopeName, standardScopes } from '../configuration/scope-names.ts'
import type { DerivedIds } from '../keys/derived-ids.ts'

/** An app client of the pool, its settings in force. */
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
