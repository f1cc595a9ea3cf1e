import { createHmac } from 'node:crypto'
import { CognitoError } from '../accounts/cognito-error.ts'
import type { AuthFlow } from '../configuration/configuration.ts'
import { isSame } from '../constant-time.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { PoolParts } from '../pool-parts.ts'

/** @throws CognitoError ResourceNotFoundException */
export function findClient({ collections }: PoolParts, clientId: string): AppClient {
  const client = collections.clients.find(clientId)
  if (client !== undefined) return client
  throw new CognitoError(
    'ResourceNotFoundException',
    `User pool client ${clientId} does not exist.`,
  )
}

/**
 * SECRET_HASH: Base64(HMAC-SHA256(client secret, username + client id)), from a client that has a
 * secret and from no other.
 *
 * @throws CognitoError NotAuthorizedException
 */
export function checkSecretHash(
  client: AppClient,
  username: string,
  given: string | undefined,
): void {
  const { id, secret, secondSecret = secret } = client
  if (secret === undefined && given === undefined) return
  if (given === undefined) {
    throw new CognitoError(
      'NotAuthorizedException',
      `Client ${id} is configured with secret but SECRET_HASH was not received`,
    )
  }
  const isRight = [secret, secondSecret].some(
    text => text !== undefined && isSame(given, secretHash(text, `${username}${id}`)),
  )
  if (isRight) return
  throw new CognitoError('NotAuthorizedException', `Unable to verify secret hash for client ${id}`)
}

/** The secret itself, which newer operations take. @throws CognitoError NotAuthorizedException */
export function checkSecret(client: AppClient, given = ''): void {
  const { secret = '', secondSecret = secret } = client
  if (isSame(given, secret) || isSame(given, secondSecret)) return
  throw new CognitoError('NotAuthorizedException', `Invalid client secret for client ${client.id}`)
}

/** @throws CognitoError InvalidParameterException */
export function requireFlow(client: AppClient, flow: AuthFlow): void {
  if (client.flows.includes(flow)) return
  const name = flow === 'refresh_token' ? 'REFRESH_TOKEN_AUTH' : flow
  const refusal =
    flow === 'USER_SRP_AUTH'
      ? `${name} is not enabled for the client.`
      : `${name} flow not enabled for this client`
  throw new CognitoError('InvalidParameterException', refusal)
}

function secretHash(secret: string, message: string): string {
  return createHmac('sha256', secret).update(message).digest('base64')
}
