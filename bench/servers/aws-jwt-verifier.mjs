import { JwtVerifier } from 'aws-jwt-verify'
import { validateCognitoJwtFields } from 'aws-jwt-verify/cognito-verifier'

/**
 * The generic verifier of aws-jwt-verify with Cognito's claims, as its README shows. It fetches
 * over https only, so the key set is put into its cache, which its API offers.
 */
export function createAwsJwtVerifier(context) {
  const verifier = JwtVerifier.create({
    issuer: context.issuer,
    audience: null,
    scope: `${context.resourceServer}/${context.requiredScope}`,
    customJwtCheck: ({ payload }) =>
      validateCognitoJwtFields(payload, { tokenUse: 'access', clientId: context.clientId }),
  })
  verifier.cacheJwks(context.keySet)
  return verifier
}
