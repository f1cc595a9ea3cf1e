import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'

t.test('the discovery document has Cognito’s members, and any page may read it', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const { origin, issuer, openidConfigurationUri } = pool
  t.equal(openidConfigurationUri, `${issuer}/.well-known/openid-configuration`)
  const response = await fetch(openidConfigurationUri)
  t.equal(response.status, 200)
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  t.strictSame(await response.json(), {
    authorization_endpoint: `${origin}/oauth2/authorize`,
    end_session_endpoint: `${origin}/logout`,
    id_token_signing_alg_values_supported: ['RS256'],
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ['code', 'token'],
    revocation_endpoint: `${origin}/oauth2/revoke`,
    scopes_supported: ['openid', 'email', 'phone', 'profile'],
    subject_types_supported: ['public'],
    token_endpoint: `${origin}/oauth2/token`,
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    userinfo_endpoint: `${origin}/oauth2/userInfo`,
  })
})
