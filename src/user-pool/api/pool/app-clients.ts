import { Type } from 'typebox'
import { CognitoError } from '../../accounts/cognito-error.ts'
import { clientMistakes } from '../../configuration/check-client.ts'
import { customScopes, fullScopeName, standardScopes } from '../../configuration/scope-names.ts'
import { type AppClient, toAppClient } from '../../directory/app-client.ts'
import { randomId } from '../../keys/derived-ids.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { adminOperation } from '../../protocol/operation.ts'
import { pageOf } from '../../protocol/page-of.ts'
import { clientId, limit, nextToken } from '../../protocol/shapes.ts'
import { findClient } from '../client.ts'
import { type ClientSettings, clientSettings, toConfiguration } from './client-input.ts'
import { describeClient } from './client-output.ts'

const clientName = Type.String({ minLength: 1, maxLength: 128, pattern: '^[\\w\\s+=,.@-]+$' })

export const createUserPoolClient = adminOperation(
  {
    ClientName: clientName,
    GenerateSecret: Type.Optional(Type.Boolean()),
    ...clientSettings,
  },
  async (pool, { ClientName, GenerateSecret = false, ...settings }) => {
    const made = { id: randomId(26), secret: randomId(51), name: ClientName }
    const client = makeClient(pool, settings, { ...made, hasSecret: GenerateSecret })
    await pool.collections.clients.put(client)
    return { UserPoolClient: describeClient(client, pool.directory.userPoolId) }
  },
)

/** As on AWS: what is not said gets its default again, but the name and the secret. */
export const updateUserPoolClient = adminOperation(
  { ClientId: clientId, ClientName: Type.Optional(clientName), ...clientSettings },
  async (pool, { ClientId, ClientName, ...settings }) => {
    const { id, name, secret = '', secondSecret } = findClient(pool, ClientId)
    const kept = { id, secret, name: ClientName ?? name, hasSecret: secret !== '' }
    const client = {
      ...makeClient(pool, settings, kept),
      ...(secondSecret !== undefined && { secondSecret }),
    }
    await pool.collections.clients.put(client)
    return { UserPoolClient: describeClient(client, pool.directory.userPoolId) }
  },
)

export const describeUserPoolClient = adminOperation(
  { ClientId: clientId },
  (pool, { ClientId }) => ({
    UserPoolClient: describeClient(findClient(pool, ClientId), pool.directory.userPoolId),
  }),
)

export const listUserPoolClients = adminOperation(
  { MaxResults: limit, NextToken: nextToken },
  ({ directory }, { MaxResults, NextToken }) => {
    const { page, next } = pageOf(directory.clients, MaxResults, NextToken)
    const { userPoolId: UserPoolId } = directory
    return {
      UserPoolClients: page.map(({ id, name }) => ({
        ClientId: id,
        UserPoolId,
        ClientName: name,
      })),
      NextToken: next,
    }
  },
)

export const deleteUserPoolClient = adminOperation(
  { ClientId: clientId },
  async (pool, { ClientId }) => {
    await pool.collections.clients.remove(findClient(pool, ClientId).id)
    return {}
  },
)

interface Fixed {
  readonly id: string
  readonly name: string
  readonly secret: string
  readonly hasSecret: boolean
}

/** @throws CognitoError for what Cognito would not accept */
function makeClient(
  { directory }: PoolParts,
  settings: ClientSettings,
  { id, name, secret, hasSecret }: Fixed,
): AppClient {
  const { resourceServers } = directory
  checkOAuthSettings(settings, hasSecret)
  const known = [...standardScopes, ...customScopes(resourceServers)]
  for (const scope of settings.AllowedOAuthScopes ?? []) {
    if (known.includes(fullScopeName(scope, resourceServers))) continue
    throw new CognitoError('ScopeDoesNotExistException', `Scope ${scope} does not exist.`)
  }
  const configuration = toConfiguration(settings, { name, secret: hasSecret })
  const [mistake] = clientMistakes(configuration, resourceServers)
  if (mistake !== undefined) throw new CognitoError('InvalidParameterException', `The ${mistake}.`)
  const kept = () => secret
  const own = { clientId: () => id, clientSecret: kept, secondClientSecret: kept }
  return toAppClient(configuration, own, resourceServers)
}

function checkOAuthSettings(settings: ClientSettings, hasSecret: boolean): void {
  if (!settings.AllowedOAuthFlowsUserPoolClient) return
  const { AllowedOAuthFlows: flows = [], AllowedOAuthScopes: scopes = [] } = settings
  if (flows.length === 0 || scopes.length === 0) {
    throw invalidFlow(
      'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
    )
  }
  if (!flows.includes('client_credentials')) return
  if (flows.some(flow => flow !== 'client_credentials')) {
    throw invalidFlow(
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    )
  }
  if (!hasSecret) {
    throw invalidFlow(
      'client_credentials flow can not be selected if client does not have a client secret.',
    )
  }
}

function invalidFlow(message: string): CognitoError {
  return new CognitoError('InvalidOAuthFlowException', message)
}
