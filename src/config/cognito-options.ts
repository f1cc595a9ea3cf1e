import type { CognitoOptions, UserPoolOptions } from '../cognito/index.ts'
import { resourceServer } from '../scopes.ts'
import type { UserPool } from '../user-pool/index.ts'
import type { Config } from './index.ts'

/** Whose access tokens the service accepts, by its settings. */
export function cognitoOptions(config: Config, localPool: UserPool | undefined): CognitoOptions {
  return {
    ...(localPool === undefined ? configuredPool(config) : embeddedPool(localPool)),
    resourceServer: resourceServer(config.RESOURCE_SERVER_ID),
    clockToleranceSeconds: config.CLOCK_TOLERANCE_SECONDS,
    tokenCacheSize: config.TOKEN_CACHE_SIZE,
    jwksMaxAgeSeconds: config.JWKS_MAX_AGE_SECONDS,
    jwksMaxStaleSeconds: config.JWKS_MAX_STALE_SECONDS,
  }
}

function configuredPool(config: Config): UserPoolOptions {
  const {
    COGNITO_USER_POOL_ID: userPoolId,
    COGNITO_CLIENT_ID: clientId = [],
    COGNITO_ISSUER: issuer,
    COGNITO_JWKS_URI: jwksUri,
    COGNITO_AUDIENCE: audience,
  } = config
  return {
    clientId,
    ...(userPoolId !== undefined && { userPoolId }),
    ...(issuer !== undefined && { issuer }),
    ...(jwksUri !== undefined && { jwksUri }),
    ...(audience !== undefined && { audience }),
  }
}

function embeddedPool({ issuer, jwksUri, clients }: UserPool): UserPoolOptions {
  return { issuer, jwksUri, clientId: clients.map(({ id }) => id) }
}
