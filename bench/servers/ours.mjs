import { createApp, handler, schema, serve } from './fastify-app.mjs'

const challenge =
  'Bearer realm="cognito", error="invalid_token", error_description="The access token is invalid"'

/**
 * The middleware of this project; `GET /open` is the same route without a guard, and
 * `GET /refusing` gives the answer of a refusal to everybody, without a look at the token.
 */
export async function start(context) {
  const { default: cognito, InvalidTokenError } = await import(context.plugin)
  const app = createApp()
  const refuse = (_request, reply, done) => {
    const refusal = new InvalidTokenError('invalid_signature')
    refusal.headers['www-authenticate'] = challenge
    reply.header('cache-control', 'no-store')
    done(refusal)
  }
  await app.register(cognito, {
    issuer: context.issuer,
    clientId: context.clientId,
    resourceServer: { identifier: context.resourceServer, scopes: context.scopes },
    tokenCacheSize: context.cacheSize,
  })
  app.get('/open', { config: { public: true }, schema }, handler)
  app.get('/refusing', { config: { public: true }, schema, onRequest: refuse }, handler)
  return serve(app, { config: { scopes: [context.requiredScope] } })
}
