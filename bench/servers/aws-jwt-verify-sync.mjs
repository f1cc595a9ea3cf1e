import { createAwsJwtVerifier } from './aws-jwt-verifier.mjs'
import { bearerHook } from './claims.mjs'
import { createApp, serve } from './fastify-app.mjs'

/** aws-jwt-verify, `verifySync`. */
export function start(context) {
  const verifier = createAwsJwtVerifier(context)
  return serve(createApp(), { onRequest: bearerHook(token => verifier.verifySync(token)) })
}
