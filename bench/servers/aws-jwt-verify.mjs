import { createAwsJwtVerifier } from './aws-jwt-verifier.mjs'
import { asyncBearerHook } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** aws-jwt-verify, `verify`. */
export function start(context) {
  const verifier = createAwsJwtVerifier(context)
  return serve(createApp(), { onRequest: asyncBearerHook(token => verifier.verify(token)) })
}
