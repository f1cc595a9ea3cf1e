import type { JWTPayload } from 'jose'
import type { Account } from '../accounts/account.ts'
import type { PoolParts } from '../install.ts'

/** An access token that is good at the pool itself. */
export interface VerifiedAccessToken {
  readonly account: Account
  readonly clientId: string
  readonly scopes: readonly string[]
}

/** Why the pool does not accept an access token. */
export type AccessTokenRefusal = 'invalid' | 'expired' | 'revoked' | 'no user' | 'disabled'

/**
 * Verifies an access token as the pool does for itself. Unlike a resource server it knows what was
 * revoked, and which users there still are.
 */
export async function verifyAccessToken(
  pool: PoolParts,
  token: string,
): Promise<VerifiedAccessToken | AccessTokenRefusal> {
  const payload = await verifySignature(pool, token)
  if (typeof payload === 'string') return payload
  const { sub = '', client_id: clientId, scope = '', origin_jti: originJti = '' } = payload
  if (payload.token_use !== 'access') return 'invalid'
  if (pool.signIns.isRevoked(String(originJti))) return 'revoked'
  const account = pool.book.findBySub(sub)
  if (account === undefined) return 'no user'
  if (!account.enabled) return 'disabled'
  return { account, clientId: String(clientId), scopes: String(scope).split(' ') }
}

async function verifySignature(
  { keys, clock, addresses }: PoolParts,
  token: string,
): Promise<JWTPayload | 'invalid' | 'expired'> {
  // Loaded late: a pool that only signs does not verify.
  const { createLocalJWKSet, errors, jwtVerify } = await import('jose')
  try {
    const keySet = createLocalJWKSet({ keys: keys.keySet.keys.map(key => ({ ...key })) })
    const { payload } = await jwtVerify(token, keySet, {
      issuer: addresses().issuer,
      algorithms: ['RS256'],
      currentDate: new Date(clock()),
    })
    return payload
  } catch (error) {
    return error instanceof errors.JWTExpired ? 'expired' : 'invalid'
  }
}
