import type { Account } from '../accounts/account.ts'
import type { PoolParts } from '../pool-parts.ts'
import { verifySignature } from './verify-signature.ts'

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
  const payload = await verifySignature(pool, token, pool.addresses().issuer)
  if (typeof payload === 'string') return payload
  const { sub = '', client_id: clientId, scope = '', origin_jti: originJti = '' } = payload
  if (payload.token_use !== 'access') return 'invalid'
  if (pool.signIns.isRevoked(String(originJti))) return 'revoked'
  const account = pool.book.findBySub(sub)
  if (account === undefined) return 'no user'
  if (!account.enabled) return 'disabled'
  return { account, clientId: String(clientId), scopes: String(scope).split(' ') }
}
