import { createHash } from 'node:crypto'
import { canReadScopes } from '../../accounts/attributes.ts'
import { isSame } from '../../constant-time.ts'
import type { CodeGrant } from '../../sessions/sessions.ts'
import { signInTokens } from '../../tokens/sign-in-tokens.ts'
import { OAuthError } from '../oauth-error.ts'
import type { Grant, GrantRequest } from './grant.ts'

/** RFC 6749 section 4.1.3 with RFC 7636. */
export const authorizationCode: Grant = async request => {
  const { pool, client } = request
  const grant = takeCode(request)
  const account = pool.book.findBySub(grant.sub)
  const { scopes, authTime, nonce, resource } = grant
  if (!account?.enabled || !canReadScopes(scopes, client.readAttributes)) {
    throw new OAuthError('invalid_grant')
  }
  const { accessToken, idToken, refreshToken, expiresIn } = await signInTokens(pool, {
    account,
    client,
    scopes,
    authTime,
    nonce,
    resource,
    triggerSource: 'TokenGeneration_HostedAuth',
  })
  return {
    ...(idToken !== undefined && { id_token: idToken }),
    access_token: accessToken,
    refresh_token: refreshToken,
    expires_in: expiresIn,
    token_type: 'Bearer',
  }
}

/**
 * The code is gone before anything about it is checked, so that whoever presents it, rightly or
 * wrongly, does so once.
 */
function takeCode({ pool, client, form }: GrantRequest): CodeGrant {
  if (!client.flows.includes('code')) throw new OAuthError('unauthorized_client')
  const [code, redirectUri] = [form.get('code'), form.get('redirect_uri')]
  if (code === undefined || redirectUri === undefined) throw new OAuthError('invalid_request')
  const grant = pool.sessions.codes.take(code)
  if (grant === undefined || grant.clientId !== client.id) throw new OAuthError('invalid_grant')
  if (grant.redirectUri !== redirectUri) {
    throw new OAuthError('unauthorized_client', 'invalid_redirect')
  }
  checkVerifier(grant.codeChallenge, form.get('code_verifier'))
  return grant
}

/** A verifier without a challenge is refused too: somebody has taken the challenge away. */
function checkVerifier(challenge: string | undefined, verifier: string | undefined): void {
  if (challenge === undefined && verifier === undefined) return
  const digest = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url')
  if (challenge === undefined || verifier === undefined || !isSame(digest, challenge)) {
    throw new OAuthError('invalid_grant')
  }
}
