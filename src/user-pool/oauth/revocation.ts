import type { FastifyInstance } from 'fastify'
import { revocationPath } from '../directory/addresses.ts'
import type { PoolParts } from '../pool-parts.ts'
import { revokeRefreshToken } from '../tokens/revoke.ts'
import { authenticateClient } from './client-authentication.ts'
import { readForm } from './form.ts'
import { formEndpoint } from './form-endpoint.ts'
import { OAuthError } from './oauth-error.ts'

/**
 * `POST /oauth2/revoke`: RFC 7009, for refresh tokens. What goes back to the same sign-in is no
 * longer good at the pool; the signature of an access token stays what it is.
 */
export function revocationRoute(pool: PoolParts) {
  return async (app: FastifyInstance): Promise<void> => {
    await formEndpoint(app, revocationPath, ({ code }) => (code === 'invalid_client' ? 401 : 400))

    app.post(revocationPath, async (request, reply) => {
      const form = readForm(request.body)
      const { clients } = pool.directory
      const client = authenticateClient(clients, request.headers.authorization, form)
      const token = form.get('token')
      if (token === undefined || !client.revocation) throw new OAuthError('invalid_request')
      const outcome = await revokeRefreshToken(pool, client, token)
      if (outcome === 'not a refresh token') throw new OAuthError('unsupported_token_type')
      if (outcome === 'of another client') throw new OAuthError('invalid_client')
      return reply.code(200).send()
    })
  }
}
