import { createLocalJWKSet, jwtVerify } from 'jose'
import { asyncBearerHook, claimsCheck } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** jose with the key set given to it. */
export function start(context) {
  const keys = createLocalJWKSet(context.keySet)
  const options = { issuer: context.issuer, algorithms: ['RS256'], requiredClaims: ['exp'] }
  const checkClaims = claimsCheck(context)

  async function check(token) {
    const { payload } = await jwtVerify(token, keys, options)
    checkClaims(payload)
    return payload
  }

  return serve(createApp(), { onRequest: asyncBearerHook(check) })
}
