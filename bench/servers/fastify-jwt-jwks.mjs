import fastifyJwtJwks from 'fastify-jwt-jwks'
import { userClaimsHook } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** fastify-jwt-jwks as its README shows, with the options it hands on to @fastify/jwt. */
export async function start(context) {
  const app = createApp()
  await app.register(fastifyJwtJwks, {
    jwksUrl: context.jwksUri,
    issuer: context.issuer,
    ...(context.cacheSize > 0 && { cache: context.cacheSize }),
  })
  return serve(app, { preValidation: [app.authenticate, userClaimsHook(context)] })
}
