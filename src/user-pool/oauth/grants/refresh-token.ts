import { RefreshError, refresh } from '../../tokens/refresh.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Grant } from './grant.ts'

/** RFC 6749 section 6: a new refresh token only where the client's are rotated. */
export const refreshToken: Grant = async ({ pool, client, form }) => {
  if (!client.flows.includes('refresh_token')) throw new OAuthError('unauthorized_client')
  const token = form.get('refresh_token')
  if (token === undefined) throw new OAuthError('invalid_request')
  const tokens = await refresh(pool, client, token).catch((error: unknown) => {
    throw error instanceof RefreshError ? new OAuthError('invalid_grant') : error
  })
  return {
    ...(tokens.idToken !== undefined && { id_token: tokens.idToken }),
    access_token: tokens.accessToken,
    ...(tokens.refreshToken !== undefined && { refresh_token: tokens.refreshToken }),
    expires_in: tokens.expiresIn,
    token_type: 'Bearer',
  }
}
