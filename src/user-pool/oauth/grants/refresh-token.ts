import { randomUUID } from 'node:crypto'
import { toUser } from '../../accounts/account.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/**
 * RFC 6749 section 6. The time of the sign-in and `origin_jti` stay; a new refresh token is given
 * only where the client's are rotated, and it runs out when the old one would have.
 */
export const refreshToken: Grant = async ({ pool, client, form }) => {
  if (!client.flows.includes('refresh_token')) throw new OAuthError('unauthorized_client')
  const token = form.get('refresh_token')
  if (token === undefined) throw new OAuthError('invalid_request')
  const grant = await pool.refreshTokens.open(token)
  const account = grant && pool.book.findBySub(grant.sub)
  const rotation = client.refreshTokenRotation
  const now = Math.floor(pool.clock() / 1000)
  if (
    grant === undefined ||
    grant.clientId !== client.id ||
    grant.expiresAt <= now ||
    !account?.enabled ||
    pool.signIns.isRevoked(grant.originJti) ||
    pool.signIns.isReplaced(grant, rotation?.gracePeriodSeconds ?? 0)
  ) {
    throw new OAuthError('invalid_grant')
  }
  const { scopes, authTime, originJti, resource } = grant
  const { accessToken, idToken, expiresIn } = await pool.userTokens({
    user: toUser(account),
    client,
    scopes,
    authTime,
    originJti,
    resource,
    triggerSource: 'TokenGeneration_RefreshTokens',
  })
  if (rotation !== undefined) await pool.signIns.rotate(grant)
  return {
    ...(idToken !== undefined && { id_token: idToken }),
    access_token: accessToken,
    ...(rotation !== undefined && {
      refresh_token: await pool.refreshTokens.seal({ ...grant, jti: randomUUID() }),
    }),
    expires_in: expiresIn,
    token_type: 'Bearer',
  }
}
