import * as oauth from 'oauth4webapi'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, page } from '../browser.ts'
import { alice, callback } from './relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const http = { [oauth.allowInsecureRequests]: true }
const issuer = new URL(pool.issuer)
const server = await oauth
  .discoveryRequest(issuer, http)
  .then(response => oauth.processDiscoveryResponse(issuer, response))
const web = { client_id: pool.client('web').id }
const noAuthentication = oauth.None()

async function authorize(parameters: Record<string, string>) {
  const url = new URL(server.authorization_endpoint ?? '')
  url.search = new URLSearchParams(parameters).toString()
  const browser = createTestBrowser(pool.origin)
  return departure(await browser.submit(page(await browser.open(url.href)), alice))
}

t.test(
  'authorization code with PKCE and nonce, ID token verified; user info; refresh; revocation',
  async t => {
    const verifier = oauth.generateRandomCodeVerifier()
    const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()]
    const answer = await authorize({
      ...web,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid email',
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
    })
    const parameters = oauth.validateAuthResponse(server, web, answer, state)
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      web,
      noAuthentication,
      parameters,
      callback,
      verifier,
      http,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, web, response, {
      expectedNonce: nonce,
      requireIdToken: true,
    })
    await oauth.validateApplicationLevelSignature(server, response, http)
    const { sub } = pool.user(alice.username)
    t.match(oauth.getValidatedIdTokenClaims(tokens), { sub, nonce, email: alice.username })

    const info = await oauth.userInfoRequest(server, web, tokens.access_token, http)
    t.match(await oauth.processUserInfoResponse(server, web, sub, info), { username: sub })

    const refreshToken = tokens.refresh_token ?? ''
    const refresh = () =>
      oauth.refreshTokenGrantRequest(server, web, noAuthentication, refreshToken, http)
    const refreshed = await oauth.processRefreshTokenResponse(server, web, await refresh())
    t.equal(refreshed.refresh_token, undefined)
    t.match(oauth.getValidatedIdTokenClaims(refreshed), { sub })

    const revoked = await oauth.revocationRequest(server, web, noAuthentication, refreshToken, http)
    t.equal(await oauth.processRevocationResponse(revoked), undefined)
    const refused = await oauth
      .processRefreshTokenResponse(server, web, await refresh())
      .catch(error => error)
    t.match(refused, { name: 'ResponseBodyError', error: 'invalid_grant', status: 400 })
  },
)

t.test('a refusal at the callback is understood', async t => {
  const url = `${server.authorization_endpoint}?${new URLSearchParams({
    ...web,
    redirect_uri: callback,
    response_type: 'code',
    scope: 'openid nothing',
    state: 's',
  })}`
  const answer = departure(await createTestBrowser(pool.origin).open(url))
  t.throws(() => oauth.validateAuthResponse(server, web, answer, 's'), {
    name: 'AuthorizationResponseError',
    error: 'invalid_request',
    error_description: 'invalid_scope',
  })
})

t.test('client credentials, by Basic and in the body', async t => {
  const { id, secret = '' } = pool.client('machine')
  const machine = { client_id: id }
  for (const authentication of [oauth.ClientSecretBasic(secret), oauth.ClientSecretPost(secret)]) {
    const response = await oauth.clientCredentialsGrantRequest(
      server,
      machine,
      authentication,
      { scope: 'orders/order.read' },
      http,
    )
    const { token_type, expires_in } = await oauth.processClientCredentialsResponse(
      server,
      machine,
      response,
    )
    t.strictSame({ token_type, expires_in }, { token_type: 'bearer', expires_in: 3600 })
  }
})
