import { createApp, handler, schema, serve } from './fastify-app.mjs'

/** The middleware of this project; `GET /open` is the same route without a guard. */
export async function start(context) {
  const { default: cognito } = await import(context.plugin)
  const app = createApp()
  await app.register(cognito, {
    issuer: context.issuer,
    clientId: context.clientId,
    resourceServer: { identifier: context.resourceServer, scopes: context.scopes },
    tokenCacheSize: context.cacheSize,
  })
  app.get('/open', { config: { public: true }, schema }, handler)
  return serve(app, { config: { scopes: [context.requiredScope] } })
}
