import type { FastifyInstance, FastifyReply } from 'fastify'
import { openAttributes } from '../accounts/attributes.ts'
import { userInfoPath } from '../directory/addresses.ts'
import type { PoolParts } from '../pool-parts.ts'
import { verifyAccessToken } from '../tokens/verify-access-token.ts'
import { allowAnyOrigin } from './any-origin.ts'

/**
 * `GET /oauth2/userInfo`: OpenID Connect Core 5.3, with Cognito's answers. All values are text, so
 * `email_verified` is `"true"`.
 */
export function userInfoRoute(pool: PoolParts) {
  return async (app: FastifyInstance): Promise<void> => {
    allowAnyOrigin(app, userInfoPath, 'GET')

    app.get(userInfoPath, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const [, token] = /^bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
      if (token === undefined) {
        return refuse(reply, 400, 'invalid_request', 'Bad OAuth2 request at UserInfo Endpoint')
      }
      const verified = await verifyAccessToken(pool, token)
      if (typeof verified === 'string') {
        return refuse(
          reply,
          401,
          'invalid_token',
          'Access token is expired, disabled, or deleted, or the user has globally signed out.',
        )
      }
      const { account, clientId, scopes } = verified
      if (!scopes.includes('openid')) {
        return refuse(reply, 401, 'invalid_token', 'Access token does not contain openid scope')
      }
      const client = pool.directory.clients.find(({ id }) => id === clientId)
      return {
        sub: account.sub,
        ...openAttributes(account.attributes, scopes, client?.readAttributes),
        username: account.username,
      }
    })
  }
}

/** Cognito's challenge has no scheme before its parameters. */
function refuse(
  reply: FastifyReply,
  status: number,
  error: string,
  description: string,
): FastifyReply {
  return reply
    .code(status)
    .header('www-authenticate', `error="${error}", error_description="${description}"`)
    .send({ error, error_description: description })
}
