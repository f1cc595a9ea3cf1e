import * as oidc from 'openid-client'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, page } from '../browser.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const redirectUri = 'http://localhost:4200/oauth/cognito'
const alice = { username: 'alice@example.com', password: 'alice-password' }

function discover(client: string, secret?: string) {
  return oidc.discovery(new URL(pool.issuer), pool.client(client).id, secret, undefined, {
    execute: [oidc.allowInsecureRequests],
  })
}

t.test('authorization code with PKCE, state and nonce; user info; refresh; revocation', async t => {
  const config = await discover('web')
  const verifier = oidc.randomPKCECodeVerifier()
  const [state, nonce] = [oidc.randomState(), oidc.randomNonce()]
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: 'openid email orders/order.read',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  const browser = createTestBrowser(pool.origin)
  const callback = departure(await browser.submit(page(await browser.open(url.href)), alice))
  t.strictSame([...callback.searchParams.keys()], ['code', 'state'])

  const tokens = await oidc.authorizationCodeGrant(config, callback, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  })
  const claims = tokens.claims()
  const { sub } = pool.user(alice.username)
  t.match(claims, { sub, email: alice.username, email_verified: true, nonce })

  const userInfo = await oidc.fetchUserInfo(config, tokens.access_token, sub)
  t.strictSame(userInfo, {
    sub,
    email: alice.username,
    email_verified: 'true',
    username: sub,
  })

  const refreshed = await oidc.refreshTokenGrant(config, tokens.refresh_token ?? '')
  t.notOk('refresh_token' in refreshed)
  t.equal(refreshed.claims()?.auth_time, claims?.auth_time)

  await oidc.tokenRevocation(config, tokens.refresh_token ?? '')
  const refused = await oidc
    .refreshTokenGrant(config, tokens.refresh_token ?? '')
    .catch(error => error)
  t.match(refused, { error: 'invalid_grant' })
  await t.rejects(oidc.fetchUserInfo(config, refreshed.access_token, sub))
})
