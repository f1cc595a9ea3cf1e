import { createLocalJWKSet, jwtVerify } from 'jose'
import type { Account } from '../accounts/account.ts'
import type { PoolParts } from '../install.ts'

/** An access token that is good at the pool itself. */
export interface VerifiedAccessToken {
  readonly account: Account
  readonly clientId: string
  readonly scopes: readonly string[]
}

/**
 * Verifies an access token as the pool does for itself. Unlike a resource server it knows what was
 * revoked, and which users there still are.
 *
 * @returns `undefined` for any other token
 */
export async function verifyAccessToken(
  { keys, clock, book, signIns, addresses }: PoolParts,
  token: string,
): Promise<VerifiedAccessToken | undefined> {
  try {
    const keySet = createLocalJWKSet({ keys: keys.keySet.keys.map(key => ({ ...key })) })
    const { payload } = await jwtVerify(token, keySet, {
      issuer: addresses().issuer,
      algorithms: ['RS256'],
      currentDate: new Date(clock()),
    })
    const { sub = '', token_use: tokenUse, client_id: clientId, scope = '' } = payload
    const account = book.findBySub(sub)
    const originJti = String(payload.origin_jti ?? '')
    if (tokenUse !== 'access' || !account?.enabled || signIns.isRevoked(originJti)) return undefined
    return { account, clientId: String(clientId), scopes: String(scope).split(' ') }
  } catch {
    return undefined
  }
}
