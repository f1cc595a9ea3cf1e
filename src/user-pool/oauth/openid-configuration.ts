import type { FastifyInstance } from 'fastify'
import { issuerPath, openidConfigurationPath } from '../directory/addresses.ts'
import type { PoolParts } from '../pool-parts.ts'
import { allowAnyOrigin } from './any-origin.ts'

/**
 * `GET /{poolId}/.well-known/openid-configuration` with Cognito's members and no others: it names
 * neither `code_challenge_methods_supported` nor `grant_types_supported`.
 */
export function openidConfigurationRoute({ configuration, directory, addresses }: PoolParts) {
  const path = issuerPath(directory.userPoolId, configuration.issuerForm)
  const url = `${path}${openidConfigurationPath}`
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app, url, 'GET')
    app.get(url, async () => {
      const { origin, issuer, jwksUri, ...endpoints } = addresses()
      return {
        authorization_endpoint: endpoints.authorizationEndpoint,
        end_session_endpoint: `${origin}/logout`,
        id_token_signing_alg_values_supported: ['RS256'],
        issuer,
        jwks_uri: jwksUri,
        response_types_supported: ['code', 'token'],
        revocation_endpoint: endpoints.revocationEndpoint,
        scopes_supported: ['openid', 'email', 'phone', 'profile'],
        subject_types_supported: ['public'],
        token_endpoint: endpoints.tokenEndpoint,
        token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        userinfo_endpoint: endpoints.userInfoEndpoint,
      }
    })
  }
}
