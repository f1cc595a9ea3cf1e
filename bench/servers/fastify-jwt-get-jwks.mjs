import fastifyJwt from '@fastify/jwt'
import buildGetJwks from 'get-jwks'
import { userClaimsHook } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** @fastify/jwt with the keys of get-jwks, as the README of get-jwks shows. */
export async function start(context) {
  const getJwks = buildGetJwks({ issuersWhitelist: [context.issuer] })
  const app = createApp()
  await app.register(fastifyJwt, {
    decode: { complete: true },
    verify: { algorithms: ['RS256'], allowedIss: context.issuer, cache: context.cacheSize },
    secret(_request, token, callback) {
      const { kid, alg } = token.header
      getJwks
        .getPublicKey({ kid, alg, domain: token.payload.iss })
        .then(key => callback(null, key), callback)
    },
  })
  return serve(app, { onRequest: [request => request.jwtVerify(), userClaimsHook(context)] })
}
