import { Type } from 'typebox'
import { userDisabled } from '../../accounts/authentication.ts'
import { CognitoError } from '../../accounts/cognito-error.ts'
import type { AppClient } from '../../directory/app-client.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { operation } from '../../protocol/operation.ts'
import { clientId, token } from '../../protocol/shapes.ts'
import {
  RefreshError,
  type RefreshedTokens,
  type RefreshRefusal,
  refresh,
} from '../../tokens/refresh.ts'
import { checkSecret, checkSecretHash, findClient, requireFlow } from '../client.ts'
import { type AuthParameters, required } from './auth-parameters.ts'
import { authenticationResult } from './authentication-result.ts'

/** REFRESH_TOKEN_AUTH, which Cognito does not have for clients whose refresh tokens are rotated. */
export async function refreshFlow({
  pool,
  client,
  parameters,
}: {
  readonly pool: PoolParts
  readonly client: AppClient
  readonly parameters: AuthParameters
}): Promise<object> {
  requireFlow(client, 'refresh_token')
  if (client.refreshTokenRotation !== undefined) {
    throw new CognitoError(
      'InvalidParameterException',
      'Refresh token rotation is on for this client: use GetTokensFromRefreshToken.',
    )
  }
  const given = required(parameters, 'REFRESH_TOKEN')
  if (client.secret !== undefined || parameters.SECRET_HASH !== undefined) {
    checkSecretHash(client, await usernameOf(pool, given), parameters.SECRET_HASH)
  }
  return authenticationResult(await refreshed(pool, client, given))
}

export const getTokensFromRefreshToken = operation(
  Type.Object({
    RefreshToken: token,
    ClientId: clientId,
    ClientSecret: Type.Optional(Type.String()),
  }),
  async (pool, { RefreshToken, ClientId, ClientSecret }) => {
    const client = findClient(pool, ClientId)
    checkSecret(client, ClientSecret)
    requireFlow(client, 'refresh_token')
    return authenticationResult(await refreshed(pool, client, RefreshToken))
  },
)

async function refreshed(
  pool: PoolParts,
  client: AppClient,
  given: string,
): Promise<RefreshedTokens> {
  return refresh(pool, client, given).catch((error: unknown) => {
    throw error instanceof RefreshError ? refusals[error.refusal]() : error
  })
}

const notAuthorized = (message: string) => () => new CognitoError('NotAuthorizedException', message)

const refusals: Readonly<Record<RefreshRefusal, () => CognitoError>> = {
  invalid: notAuthorized('Invalid Refresh Token'),
  expired: notAuthorized('Refresh Token has expired'),
  revoked: notAuthorized('Refresh Token has been revoked'),
  disabled: userDisabled,
  replaced: () =>
    new CognitoError('RefreshTokenReuseException', 'Refresh Token has already been used'),
}

/** The hash is over the username that the tokens have, whatever was typed to sign in. */
async function usernameOf({ refreshTokens, book }: PoolParts, given: string): Promise<string> {
  const grant = await refreshTokens.open(given)
  return book.findBySub(grant?.sub ?? '')?.username ?? ''
}
