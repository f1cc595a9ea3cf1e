import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, isPage, page } from '../browser.ts'
import { callback, requestPath, requestTokens, signIn, tokensFor } from '../oauth/relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const { id } = pool.client('web')
const logoutUri = `${callback}/logout`

async function signedIn() {
  const browser = createTestBrowser(pool.origin)
  await signIn(pool, {}, { browser })
  return browser
}

async function get(path: string, browser = createTestBrowser(pool.origin)) {
  const response = await browser.fetchOnce(`${pool.origin}${path}`)
  t.equal(response.status, 302)
  return response.headers.get('location')
}

t.test(
  'to logout_uri, everything else ignored, and the session of the browser is over',
  async t => {
    const browser = await signedIn()
    t.notOk(isPage(await browser.open(requestPath(pool))))
    const path = `/logout?client_id=${id}&logout_uri=${logoutUri}&state=s&redirect_uri=${callback}&response_type=code`
    t.equal(await get(path, browser), logoutUri)
    t.equal(page(await browser.open(requestPath(pool))).status, 200)
  },
)

t.test('to the sign-in page, with the query of a request for authorization', async t => {
  const browser = await signedIn()
  const query = `client_id=${id}&redirect_uri=${callback}&response_type=code&state=s&scope=openid`
  t.equal(await get(`/logout?${query}`, browser), `${pool.origin}/login?${query}`)
  const form = page(await browser.open(`/logout?${query}`))
  const user = { username: 'bob@example.com', password: 'bob-password' }
  t.equal(departure(await browser.submit(form, user)).searchParams.get('state'), 's')
})

t.test('the session cookie is taken back, and is worth nothing if it is kept', async t => {
  const browser = await signedIn()
  const name = `user-pool-session-${pool.userPoolId}`
  const kept = browser.cookies.get(name) ?? ''
  const response = await browser.fetchOnce(
    `${pool.origin}/logout?client_id=${id}&logout_uri=${logoutUri}`,
  )
  t.equal(
    response.headers.get('set-cookie'),
    `${name}=; Max-Age=0; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax`,
  )
  browser.cookies.set(name, kept)
  t.equal(page(await browser.open(requestPath(pool))).status, 200)
})

t.test('tokens stay good: a full sign-out revokes them too', async t => {
  const { refresh_token } = await tokensFor(pool)
  await get(`/logout?client_id=${id}&logout_uri=${logoutUri}`)
  const { status } = await requestTokens(pool, { grant_type: 'refresh_token', refresh_token })
  t.equal(status, 200)
})

t.test(
  'an address that is not registered letter by letter: the error page, still signed in',
  async t => {
    const browser = await signedIn()
    for (const uri of [
      `${logoutUri}/`,
      callback,
      'https://evil.example/',
      logoutUri.toUpperCase(),
    ]) {
      const query = new URLSearchParams({ client_id: id, logout_uri: uri })
      const error = new URLSearchParams({ error: 'logout_mismatch', ...Object.fromEntries(query) })
      t.equal(await get(`/logout?${query}`, browser), `${pool.origin}/error?${error}`)
    }
    const query = `client_id=${id}&redirect_uri=https://evil.example/&response_type=code`
    t.match(await get(`/logout?${query}`, browser), '/error?error=redirect_mismatch&')
    t.notOk(isPage(await browser.open(requestPath(pool))))
  },
)

t.test('without an address, or without a client: the error page', async t => {
  t.match(await get(`/logout?client_id=${id}`), `/error?error=missing_redirect_uri&client_id=${id}`)
  t.match(await get('/logout'), '/error?error=missing_client_id')
  t.match(await get('/logout?client_id=x'), '/error?error=unknown_client&client_id=x')
})

t.test('no page of another origin may call it', async t => {
  const response = await fetch(`${pool.origin}/logout?client_id=${id}&logout_uri=${logoutUri}`, {
    redirect: 'manual',
    headers: { origin: 'http://localhost:4200' },
  })
  t.equal(response.headers.get('access-control-allow-origin'), null)
})
