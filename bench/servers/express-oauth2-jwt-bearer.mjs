import { auth, requiredScopes } from 'express-oauth2-jwt-bearer'
import { serve } from './express-app.mjs'

/** express-oauth2-jwt-bearer as its README shows; Cognito's access tokens carry no `aud`. */
export function start(context) {
  return serve(
    auth({
      issuer: context.issuer,
      jwksUri: context.jwksUri,
      audience: context.resourceServer,
      tokenSigningAlg: 'RS256',
      validators: { aud: false, client_id: context.clientId, token_use: 'access' },
    }),
    requiredScopes(`${context.resourceServer}/${context.requiredScope}`),
  )
}
