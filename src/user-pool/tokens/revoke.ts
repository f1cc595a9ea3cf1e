import type { AppClient } from '../directory/app-client.ts'
import type { PoolParts } from '../pool-parts.ts'

/**
 * RFC 7009, for refresh tokens: what goes back to the same sign-in is no longer good at the pool. A
 * token that nobody knows any more counts as revoked.
 */
export async function revokeRefreshToken(
  { refreshTokens, signIns }: PoolParts,
  client: AppClient,
  token: string,
): Promise<'revoked' | 'not a refresh token' | 'of another client'> {
  const grant = await refreshTokens.open(token)
  if (grant === undefined) return (await isSignedToken(token)) ? 'not a refresh token' : 'revoked'
  if (grant.clientId !== client.id) return 'of another client'
  await signIns.revoke(grant.originJti)
  return 'revoked'
}

/** An access or an ID token. */
async function isSignedToken(token: string): Promise<boolean> {
  // Loaded late: a pool that only signs does not read tokens.
  const { decodeProtectedHeader } = await import('jose')
  try {
    return decodeProtectedHeader(token).enc === undefined
  } catch {
    return false
  }
}
