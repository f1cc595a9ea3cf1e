import { CognitoJwtVerifier } from 'aws-jwt-verify'
import { asyncBearerHook } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** aws-jwt-verify's own class for Cognito, bound to the issuers at AWS; key set put into its cache. */
export function start(context) {
  const verifier = CognitoJwtVerifier.create({
    userPoolId: context.poolId,
    tokenUse: 'access',
    clientId: context.clientId,
    scope: `${context.resourceServer}/${context.requiredScope}`,
  })
  verifier.cacheJwks(context.keySet)
  return serve(createApp(), { onRequest: asyncBearerHook(token => verifier.verify(token)) })
}
