import { Type } from 'typebox'
import { CognitoError } from '../../accounts/cognito-error.ts'
import { operation } from '../../protocol/operation.ts'
import { clientId, token } from '../../protocol/shapes.ts'
import { revokeRefreshToken } from '../../tokens/revoke.ts'
import { checkSecret, findClient } from '../client.ts'

export const revokeToken = operation(
  Type.Object({ Token: token, ClientId: clientId, ClientSecret: Type.Optional(Type.String()) }),
  async (pool, { Token, ClientId, ClientSecret }) => {
    const client = findClient(pool, ClientId)
    checkSecret(client, ClientSecret)
    if (!client.revocation) {
      throw new CognitoError(
        'UnsupportedOperationException',
        'Token revocation is not enabled for this client',
      )
    }
    const outcome = await revokeRefreshToken(pool, client, Token)
    if (outcome === 'not a refresh token') {
      throw new CognitoError('UnsupportedTokenTypeException', 'Unsupported token type')
    }
    if (outcome === 'of another client') {
      throw new CognitoError('UnauthorizedException', 'Token is not issued to this client')
    }
    return {}
  },
)
