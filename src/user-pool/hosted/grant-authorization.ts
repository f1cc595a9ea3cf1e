import { type Account, toUser } from '../accounts/account.ts'
import type { AuthorizationRequest } from '../oauth/authorization-request.ts'
import { withFragment, withQuery } from '../oauth/redirect.ts'
import type { PoolParts } from '../pool-parts.ts'

/** The longest that the tokens of the implicit flow are good, in seconds. */
const day = 86_400

/**
 * The address that takes a code, or in the implicit flow the tokens, to the app client.
 *
 * @throws PreTokenGenerationError when the hook refuses the tokens
 */
export async function grantAuthorization(
  pool: PoolParts,
  authorization: AuthorizationRequest,
  signedIn: { readonly account: Account; readonly authTime: number },
): Promise<string> {
  const { client, redirectUri, state, scopes, nonce, resource } = authorization
  const { account, authTime } = signedIn
  if (authorization.responseType === 'code') {
    const code = pool.sessions.codes.add({
      sub: account.sub,
      clientId: client.id,
      redirectUri,
      codeChallenge: authorization.codeChallenge,
      scopes,
      nonce,
      resource,
      authTime,
    })
    return withQuery(redirectUri, { code, state })
  }
  const originJti = await pool.signIns.begin(account.sub, day)
  const { accessToken, idToken, expiresIn } = await pool.userTokens({
    user: toUser(account),
    client,
    scopes,
    authTime,
    originJti,
    nonce,
    resource,
    triggerSource: 'TokenGeneration_HostedAuth',
  })
  return withFragment(redirectUri, {
    id_token: idToken,
    access_token: accessToken,
    expires_in: String(expiresIn),
    token_type: 'Bearer',
    state,
  })
}
