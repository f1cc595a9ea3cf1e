import formbody from '@fastify/formbody'
import type { FastifyError, FastifyInstance } from 'fastify'
import { tokenPath } from '../addresses.ts'
import type { PoolParts } from '../install.ts'
import { allowAnyOrigin } from './any-origin.ts'
import { authenticateClient } from './client-authentication.ts'
import { readForm } from './form.ts'
import { clientCredentials } from './grants/client-credentials.ts'
import type { Grant } from './grants/grant.ts'
import { OAuthError } from './oauth-error.ts'

const grants: ReadonlyMap<string, Grant> = new Map([['client_credentials', clientCredentials]])

/** `POST /oauth2/token`: RFC 6749 section 3.2, with Cognito's answers. */
export function tokenRoute(pool: PoolParts) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app, tokenPath, 'POST')
    app.setErrorHandler<FastifyError>((error, _request, reply) => {
      const code = errorCode(error)
      return reply.code(400).send({ error: code })
    })
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' })
    })
    app.removeAllContentTypeParsers()
    await app.register(formbody)

    app.post(tokenPath, async request => {
      const form = readForm(request.body)
      const grantType = form.get('grant_type')
      if (grantType === undefined) throw new OAuthError('invalid_request')
      const grant = grants.get(grantType)
      if (grant === undefined) throw new OAuthError('unsupported_grant_type')
      const { clients } = pool.directory
      const client = authenticateClient(clients, request.headers.authorization, form)
      return grant({ pool, client, form })
    })
  }
}

/** What Fastify refuses before the handler (another content type, a body too large) is a bad request. */
function errorCode(error: FastifyError): string {
  if (error instanceof OAuthError) return error.code
  if (error.statusCode !== undefined && error.statusCode < 500) return 'invalid_request'
  throw error
}
