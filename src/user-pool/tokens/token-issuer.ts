import { randomUUID } from 'node:crypto'
import type { AuthFlow } from '../configuration/configuration.ts'
import { customScopes, fullScopeName } from '../configuration/scope-names.ts'
import type { Directory } from '../directory/directory.ts'
import { findClient, findUser } from '../directory/directory.ts'
import type { KeyRing } from '../keys/key-ring.ts'
import {
  type Claims,
  idClaims,
  machineAccessClaims,
  type UserOccasion,
  userAccessClaims,
} from './claims.ts'
import {
  type AccessTokenOptions,
  checkTokenOptions,
  type IdTokenOptions,
  type MachineTokenOptions,
} from './options.ts'
import { sign } from './sign.ts'

/** Milliseconds since 1970, as `Date.now`. */
export type Clock = () => number

/** Cognito's default lifetime of access and ID tokens, in seconds. */
const defaultLifetime = 3600

export interface TokenIssuer {
  /** Claims of an access token before it is signed. */
  readonly accessTokenClaims: (options?: AccessTokenOptions) => Claims
  readonly accessToken: (options?: AccessTokenOptions) => Promise<string>
  readonly idToken: (options?: IdTokenOptions) => Promise<string>
  readonly machineToken: (options?: MachineTokenOptions) => Promise<string>
}

interface Sources {
  readonly directory: Directory
  readonly keys: KeyRing
  readonly clock: Clock
  readonly issuer: () => string
}

export function createTokenIssuer({ directory, keys, clock, issuer }: Sources): TokenIssuer {
  const fullNames = (scopes: readonly string[]) =>
    scopes.map(scope => fullScopeName(scope, directory.resourceServers))
  const allScopes = () => customScopes(directory.resourceServers)

  function userOccasion(options: AccessTokenOptions | IdTokenOptions): UserOccasion {
    const user = findUser(directory, options.user)
    const times = lifetime(clock, options.expiresIn)
    return {
      issuer: issuer(),
      clientId: clientIdFor(directory, options.clientId, 'code'),
      ...times,
      user,
      groups: options.groups ?? user.groups,
      authTime: times.issuedAt,
      originJti: randomUUID(),
      eventId: randomUUID(),
    }
  }

  function accessTokenClaims(options: AccessTokenOptions = {}): Claims {
    checkTokenOptions('accessToken', options)
    const scopes = fullNames(options.scopes ?? allScopes())
    return { ...userAccessClaims({ ...userOccasion(options), scopes }), ...options.claims }
  }

  return {
    accessTokenClaims,
    accessToken: async (options = {}) =>
      sign(accessTokenClaims(options), keys.accessKey, options.header),
    idToken: async (options = {}) => {
      checkTokenOptions('idToken', options)
      const { nonce, accessToken } = options
      const occasion = userOccasion(options)
      const { attributes } = occasion.user
      const claims = idClaims({ ...occasion, nonce, accessToken, attributes })
      return sign({ ...claims, ...options.claims }, keys.idKey, options.header)
    },
    machineToken: async (options = {}) => {
      checkTokenOptions('machineToken', options)
      const clientId = clientIdFor(directory, options.clientId, 'client_credentials')
      const ownScopes = directory.clients.find(({ id }) => id === clientId)?.scopes
      const claims = machineAccessClaims({
        issuer: issuer(),
        clientId,
        ...lifetime(clock, options.expiresIn),
        scopes: fullNames(options.scopes ?? ownScopes ?? allScopes()),
      })
      return sign({ ...claims, ...options.claims }, keys.accessKey, options.header)
    },
  }
}

/** @throws Error when no client is named and none has the flow */
function clientIdFor(directory: Directory, nameOrId: string | undefined, flow: AuthFlow): string {
  const { clients } = directory
  if (nameOrId === undefined) {
    const client = clients.find(({ flows }) => flows.includes(flow))
    return findClient(directory, client?.id ?? `with flow ${flow}`).id
  }
  return clients.find(({ name }) => name === nameOrId)?.id ?? nameOrId
}

function lifetime(clock: Clock, expiresIn = defaultLifetime) {
  const now = Math.floor(clock() / 1000)
  const expiresAt = now + expiresIn
  return { issuedAt: expiresIn > 0 ? now : expiresAt - defaultLifetime, expiresAt }
}
