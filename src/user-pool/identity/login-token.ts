import { decodeJwt, type JWTPayload } from 'jose'
import { CognitoError } from '../accounts/cognito-error.ts'
import type { PoolParts } from '../pool-parts.ts'
import { verifySignature } from '../tokens/verify-signature.ts'

/** Why a token does not say who somebody is. */
export type IdTokenRefusal =
  | 'not a JWT'
  | 'other issuer'
  | 'invalid'
  | 'expired'
  | 'no audience'
  | 'other audience'
  | 'not an ID token'
  | 'revoked'

/**
 * Verifies an ID token of the pool for any of its app clients, and that what it says still holds:
 * the user is there, and the sign-in was not revoked.
 */
export async function verifyIdToken(
  pool: PoolParts,
  token: string,
): Promise<JWTPayload | IdTokenRefusal> {
  const unverified = decode(token)
  if (unverified === undefined) return 'not a JWT'
  const { issuer } = pool.addresses()
  if (unverified.iss !== issuer) return 'other issuer'
  const payload = await verifySignature(pool, token, issuer)
  if (typeof payload === 'string') return payload
  if (payload.aud === undefined) return 'no audience'
  if (payload.token_use !== 'id') return 'not an ID token'
  if (pool.collections.clients.find(String(payload.aud)) === undefined) return 'other audience'
  const account = pool.book.findBySub(String(payload.sub))
  const isOver = pool.signIns.isRevoked(String(payload.origin_jti))
  return account?.enabled && !isOver ? payload : 'revoked'
}

export function decode(token: string): JWTPayload | undefined {
  try {
    return decodeJwt(token)
  } catch {
    return undefined
  }
}

/** The words of identity pools. @throws CognitoError NotAuthorizedException */
export async function verifyLogin(pool: PoolParts, token: string): Promise<JWTPayload> {
  const payload = await verifyIdToken(pool, token)
  if (typeof payload !== 'string') return payload
  throw new CognitoError('NotAuthorizedException', `Invalid login token. ${words[payload]}`)
}

const words: Readonly<Record<IdTokenRefusal, string>> = {
  'not a JWT': 'Not a valid OpenId Connect identity token.',
  'other issuer': "Issuer doesn't match providerName",
  invalid: "Couldn't verify signed token.",
  expired: 'Token expired.',
  'no audience': 'Missing a required claim: aud',
  'other audience': 'Incorrect token audience.',
  'not an ID token': 'Not a valid OpenId Connect identity token.',
  revoked: 'Token has been revoked.',
}
