import * as oidc from 'openid-client'

/** An authorization request that is under way, and what its answer is checked against. */
export interface SignInRequest {
  readonly url: URL
  readonly callbackUrl: string
  readonly scopes: readonly string[]
  readonly checks: {
    readonly pkceCodeVerifier: string
    readonly expectedState: string
    readonly expectedNonce: string
  }
}

/** Authorization code with PKCE, state and nonce: RFC 6749 section 4.1.1, RFC 7636, OpenID Connect. */
export async function createRequest(
  connection: oidc.Configuration,
  callbackUrl: string,
  scopes: readonly string[],
): Promise<SignInRequest> {
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier()
  const [expectedState, expectedNonce] = [oidc.randomState(), oidc.randomNonce()]
  const url = oidc.buildAuthorizationUrl(connection, {
    redirect_uri: callbackUrl,
    scope: scopes.join(' '),
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
  })
  return { url, callbackUrl, scopes, checks: { pkceCodeVerifier, expectedState, expectedNonce } }
}
