import { createRemoteJWKSet, jwtVerify } from 'jose'
import { asyncBearerHook, claimsCheck } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** jose with its remote key set, as its documentation shows. */
export function start(context) {
  const keys = createRemoteJWKSet(new URL(context.jwksUri))
  const options = { issuer: context.issuer, algorithms: ['RS256'], requiredClaims: ['exp'] }
  const checkClaims = claimsCheck(context)

  async function check(token) {
    const { payload } = await jwtVerify(token, keys, options)
    checkClaims(payload)
    return payload
  }

  return serve(createApp(), { onRequest: asyncBearerHook(check) })
}
