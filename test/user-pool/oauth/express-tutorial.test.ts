import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, page } from '../browser.ts'
import { alice } from './relying-party.ts'

// The requests of the tutorials that followed oieduardorabelo/node-amazon-cognito-oauth: straight
// to /login, addresses not encoded, no state, no PKCE.

t.test('sign in, exchange the code, ask who it is, sign out', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const clientId = pool.client('web').id
  const redirectUri = 'http://localhost:4200/oauth/cognito'
  const browser = createTestBrowser(pool.origin)

  const login = `${pool.origin}/login?client_id=${clientId}&response_type=code&scope=email+openid&redirect_uri=${redirectUri}`
  const callback = departure(await browser.submit(page(await browser.open(login)), alice))
  t.strictSame([...callback.searchParams.keys()], ['code'])

  const exchanged = await fetch(`${pool.origin}/oauth2/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: Object.entries({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code: callback.searchParams.get('code'),
    })
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  })
  t.equal(exchanged.status, 200)
  const { access_token } = (await exchanged.json()) as { access_token: string }

  const info = await fetch(`${pool.origin}/oauth2/userInfo`, {
    headers: { Authorization: `Bearer ${access_token}` },
  })
  const { sub } = pool.user(alice.username)
  t.strictSame(await info.json(), {
    sub,
    email: alice.username,
    email_verified: 'true',
    username: sub,
  })

  const logout = `${pool.origin}/logout?client_id=${clientId}&logout_uri=${redirectUri}/logout`
  t.equal(departure(await browser.open(logout)).href, `${redirectUri}/logout`)
  t.equal(page(await browser.open(login)).status, 200)
})
