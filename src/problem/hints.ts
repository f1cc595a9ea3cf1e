import { CognitoError, InsufficientScopeError, type RefusalReason } from '../cognito/index.ts'

const take = 'Take one with: npm run --silent token'

const hints: Partial<Record<RefusalReason, string>> = {
  missing_token: `The request has no access token in "Authorization: Bearer <token>". ${take}`,
  malformed_header: 'The header must read "Authorization: Bearer <token>", with a single space.',
  malformed_token: `This is not a whole JSON Web Token; was it cut off when it was copied? ${take}`,
  token_too_long: 'No access token of Cognito is longer than 8 KiB.',
  wrong_algorithm: 'Cognito signs with RS256 and nothing else.',
  unsupported_header: 'The header of the token says that it was made for another purpose.',
  wrong_issuer: `The token comes from another user pool than this one, or from one that was reset. ${take}`,
  unknown_key: `The key that signed this token is not in the user pool; was its data folder reset? ${take}`,
  invalid_signature: 'The token was changed after it was signed.',
  token_expired: `The token is older than its lifetime. ${take}`,
  token_not_yet_valid: 'The token is from the future: compare the clocks.',
  invalid_claims: 'A claim that every access token has is missing or of the wrong type.',
  wrong_token_use: `This is an ID token, which tells an app who signed in; an API takes the access token. ${take}`,
  wrong_client:
    'The token was issued to an app client that this API does not accept: see COGNITO_CLIENT_ID.',
  wrong_audience: 'The token was not issued for this API: see COGNITO_AUDIENCE.',
  sender_constrained: 'The token is bound to a key of its holder, which this API does not check.',
  revoked: 'The token was revoked. Sign in again.',
  missing_group:
    'The user is not in the group that the operation demands, and a machine is in none; npm run --silent status tells who is in which.',
  sign_in_too_old: 'A refreshed token keeps the time of the sign-in. Sign in again.',
  missing_policy: 'The route has no policy; this is a mistake in the service.',
}

/**
 * Says what was wrong with a token and how to get a right one. Only for development: it tells
 * strangers more than they should know.
 */
export function hintFor(error: unknown): string | undefined {
  if (error instanceof InsufficientScopeError) {
    return `The token has not all of the scopes "${error.scope}". A sign-in through the Cognito API gives none; take one with: npm run --silent token -- --scope ${shortNames(error.scope)}`
  }
  return error instanceof CognitoError ? hints[error.reason] : undefined
}

function shortNames(scope: string): string {
  return scope.replace(/[^ ]*\//g, '').replaceAll(' ', ',')
}
