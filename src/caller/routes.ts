import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { HelloSchema, TokenInfoSchema, tokenInfo } from './token-info.ts'

/** What the presented access token says: for callers who want to know who they are to this API. */
export const callerRoutes: FastifyPluginCallbackTypebox = (app, _options, done) => {
  app.get(
    '/token-info',
    {
      config: { authenticated: true },
      schema: {
        operationId: 'getTokenInfo',
        summary: 'What the presented access token says',
        description:
          "Describes the caller's own token in the shape of RFC 7662. Any valid access token will do.",
        tags: ['token'],
        response: { 200: TokenInfoSchema },
      },
    },
    request => tokenInfo(request.principal, Date.now() / 1000),
  )

  app.get(
    '/hello',
    {
      config: { authenticated: true },
      schema: {
        operationId: 'getHello',
        summary: 'Greets the caller by name',
        description: 'The shortest way to see that a token works. Any valid access token will do.',
        tags: ['token'],
        response: { 200: HelloSchema },
      },
    },
    ({ principal }) => ({
      message: `Hello, ${principal.kind === 'user' ? principal.username : principal.clientId}!`,
    }),
  )

  done()
}
