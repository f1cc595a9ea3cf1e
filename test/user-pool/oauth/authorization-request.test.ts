import { decodeJwt } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, page } from '../browser.ts'
import { alice, callback, requestPath, requestTokens, signIn } from './relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const web = pool.client('web')

async function scopeOf(code: string | null) {
  const { body } = await requestTokens(pool, {
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: callback,
  })
  return decodeJwt(String(body.access_token)).scope
}

t.test('without a session: 302 to /login with the same query, letter by letter', async t => {
  const query = `client_id=${web.id}&response_type=code&scope=openid+email%20profile&state=a%20b+c&redirect_uri=${callback}`
  const response = await fetch(`${pool.origin}/oauth2/authorize?${query}`, { redirect: 'manual' })
  t.equal(response.status, 302)
  t.equal(response.headers.get('location'), `${pool.origin}/login?${query}`)
  t.equal(response.headers.get('cache-control'), 'no-store')
})

t.test('the answer is 302 with a code, and the state as it came', async t => {
  for (const state of ['xyz', 'a+b/c==', 'ä ö', '{"a":1}', 'a&b=c', '<script>']) {
    const browser = createTestBrowser(pool.origin)
    const form = page(await browser.open(requestPath(pool, { state })))
    const answer = await browser.submit(form, alice)
    t.equal(answer.status, 302)
    const url = departure(answer)
    t.equal(`${url.origin}${url.pathname}`, callback)
    t.strictSame([...url.searchParams.keys()], ['code', 'state'])
    t.match(url.searchParams.get('code'), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    t.equal(url.searchParams.get('state'), state)
  }
})

t.test('without a state there is none in the answer', async t => {
  t.strictSame([...(await signIn(pool)).searchParams.keys()], ['code'])
  t.strictSame([...(await signIn(pool, { state: '' })).searchParams.keys()], ['code'])
})

t.test('scope omitted means every scope that the client allows', async t => {
  const all = web.scopes.join(' ')
  t.equal(await scopeOf((await signIn(pool)).searchParams.get('code')), all)
  t.equal(await scopeOf((await signIn(pool, { scope: '' })).searchParams.get('code')), all)
})

t.test('scopes are separated by spaces, and named twice they are given once', async t => {
  const { searchParams } = await signIn(pool, { scope: ' openid  orders/order.read openid' })
  t.equal(await scopeOf(searchParams.get('code')), 'openid orders/order.read')
})

t.test('login_hint is in the form, and so is whoever is wrong about the password', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, { login_hint: 'x"@example.com' })))
  t.match(form.html, 'value="x&quot;@example.com"')
  const again = page(await browser.submit(form, { username: 'y@example.com', password: 'z' }))
  t.match(again.html, 'value="y@example.com"')
})

t.test('identity_provider=COGNITO, lang and unknown parameters change nothing', async t => {
  const { searchParams } = await signIn(pool, {
    identity_provider: 'COGNITO',
    lang: 'de',
    prompt: 'select_account',
    audience: 'x',
  })
  t.ok(searchParams.has('code'))
})

t.test('the query of a callback URL stays in it', async t => {
  const address = 'https://app.example/cb?tenant=1&x=%7E'
  const own = await createUserPool({
    clients: [{ name: 'web', flows: ['code', 'implicit'], callbackUrls: [address] }],
  })
  t.teardown(own.close)
  const code = await signIn(own, { redirect_uri: address, state: 's' })
  t.match(code.href, /^https:\/\/app\.example\/cb\?tenant=1&x=%7E&code=[0-9a-f-]{36}&state=s$/)
  const tokens = await signIn(own, { redirect_uri: address, response_type: 'token' })
  t.match(tokens.href, /^https:\/\/app\.example\/cb\?tenant=1&x=%7E#id_token=/)
})

t.test('an app may have a scheme of its own', async t => {
  const address = 'myapp://callback'
  const own = await createUserPool({
    clients: [{ name: 'web', flows: ['code'], callbackUrls: [address] }],
  })
  t.teardown(own.close)
  t.match((await signIn(own, { redirect_uri: address })).href, /^myapp:\/\/callback\?code=/)
})

t.test('POST is not for the authorization endpoint', async t => {
  const response = await fetch(`${pool.origin}${requestPath(pool)}`, { method: 'POST' })
  t.equal(response.status, 404)
})
