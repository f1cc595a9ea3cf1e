import type { FastifyInstance } from 'fastify'
import { tokenPath } from '../directory/addresses.ts'
import type { AppClient } from '../directory/app-client.ts'
import type { PoolParts } from '../pool-parts.ts'
import { authenticateClient } from './client-authentication.ts'
import { readForm } from './form.ts'
import { formEndpoint } from './form-endpoint.ts'
import { authorizationCode } from './grants/authorization-code.ts'
import { clientCredentials } from './grants/client-credentials.ts'
import type { Grant } from './grants/grant.ts'
import { refreshToken } from './grants/refresh-token.ts'
import { OAuthError } from './oauth-error.ts'

const grants: ReadonlyMap<string, Grant> = new Map([
  ['authorization_code', authorizationCode],
  ['client_credentials', clientCredentials],
  ['refresh_token', refreshToken],
])

/** `POST /oauth2/token`: RFC 6749 section 3.2, with Cognito's answers, whose errors are all 400. */
export function tokenRoute(pool: PoolParts) {
  return async (app: FastifyInstance): Promise<void> => {
    await formEndpoint(app, tokenPath, () => 400)

    app.post(tokenPath, async request => {
      const form = readForm(request.body)
      const grantType = form.get('grant_type')
      if (grantType === undefined) throw new OAuthError('invalid_request')
      const grant = grants.get(grantType)
      if (grant === undefined) throw new OAuthError('unsupported_grant_type')
      const { clients } = pool.directory
      const client = authenticateClient(clients, request.headers.authorization, form)
      if (!usesOAuth(client)) throw new OAuthError('invalid_grant')
      return grant({ pool, client, form })
    })
  }
}

/** Cognito's `AllowedOAuthFlowsUserPoolClient`: without it, every grant is an invalid one. */
function usesOAuth({ flows }: AppClient): boolean {
  return (['code', 'implicit', 'client_credentials'] as const).some(flow => flows.includes(flow))
}
