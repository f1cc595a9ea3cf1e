import { Type } from 'typebox'
import { CognitoError } from '../../accounts/cognito-error.ts'
import { operation } from '../../protocol/operation.ts'
import { clientId } from '../../protocol/shapes.ts'
import { machineScopes } from '../../tokens/machine-scopes.ts'
import { checkSecret, findClient, requireFlow } from '../client.ts'

/** A token for a machine without the OAuth endpoints. */
export const getClientToken = operation(
  Type.Object({
    ClientId: clientId,
    Secret: Type.String(),
    Scopes: Type.Optional(Type.Array(Type.String())),
  }),
  async (pool, { ClientId, Secret, Scopes }) => {
    const client = findClient(pool, ClientId)
    requireFlow(client, 'CLIENT_TOKEN_AUTH')
    checkSecret(client, Secret)
    const scopes = machineScopes(client, Scopes)
    if (scopes === undefined) {
      throw new CognitoError('InvalidParameterException', 'Invalid scope requested')
    }
    const expiresIn = client.accessTokenLifetime
    return {
      ClientAuthenticationResult: {
        AccessToken: await pool.tokens.machineToken({ clientId: client.id, scopes, expiresIn }),
        ExpiresIn: expiresIn,
        TokenType: 'Bearer',
      },
    }
  },
)
