import { createVerifier } from 'fast-jwt'
import { bearerHook, claimsCheck } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** fast-jwt in its fastest use: synchronous, one fixed key. `cacheSize` 0 is no cache. */
export function start(context) {
  const verify = createVerifier({
    key: context.publicKeyPem,
    algorithms: ['RS256'],
    allowedIss: context.issuer,
    requiredClaims: ['exp'],
    cache: context.cacheSize,
  })
  const checkClaims = claimsCheck(context)

  function check(token) {
    const claims = verify(token)
    checkClaims(claims)
    return claims
  }

  return serve(createApp(), { onRequest: bearerHook(check) })
}
