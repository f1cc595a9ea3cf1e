import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, isPage, page } from '../browser.ts'
import { alice, callback, requestPath } from '../oauth/relying-party.ts'

const pool = await createUserPool({
  users: [
    { email: 'alice@example.com', password: 'alice-password' },
    { email: 'new@example.com', password: 'password', status: 'UNCONFIRMED' },
  ],
  clients: [
    {
      name: 'web',
      flows: ['code'],
      callbackUrls: [callback, 'https://app.example:8443/cb', 'myapp://cb', 'http://[::1]:1/cb'],
      signOutUrls: ['https://bye.example/'],
    },
  ],
})
t.teardown(pool.close)
const csrfCookie = `user-pool-csrf-${pool.userPoolId}`
const query = requestPath(pool, {}, '').slice(1)
const expired = `${pool.origin}/error?${new URLSearchParams({ error: 'form_expired', authorization: query })}`

async function post(
  path: string,
  fields: Record<string, string>,
  more: Record<string, string> = {},
) {
  const response = await fetch(`${pool.origin}${requestPath(pool, {}, path)}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...more },
    body: new URLSearchParams(fields).toString(),
  })
  return response.headers.get('location')
}

t.test('every form is refused unless it carries the token of its browser', async t => {
  for (const path of [
    '/login',
    '/signup',
    '/confirm',
    '/resendcode',
    '/changePassword',
    '/forgotPassword',
    '/confirmforgotPassword',
    '/_dev/session',
  ]) {
    for (const [token, cookie] of [
      [undefined, ''],
      ['', `${csrfCookie}=`],
      ['a', ''],
      [undefined, `${csrfCookie}=a`],
      ['b', `${csrfCookie}=a`],
    ] as const) {
      const fields = { ...alice, ...(token !== undefined && { _csrf: token }) }
      t.equal(await post(path, fields, { cookie }), expired, path)
    }
  }
})

t.test('a form of another site is refused even with the token', async t => {
  for (const [site, location] of [
    ['cross-site', expired],
    ['same-site', expired],
    ['same-origin', /\?code=/],
  ] as const) {
    const headers = { cookie: `${csrfCookie}=a`, 'sec-fetch-site': site }
    t.match(await post('/login', { ...alice, _csrf: 'a' }, headers), location, site)
  }
})

t.test('the token is kept by a cookie out of reach of scripts, and stays the same', async t => {
  const browser = createTestBrowser(pool.origin)
  const response = await browser.fetchOnce(`${pool.origin}${requestPath(pool, {}, '/login')}`)
  const [cookie = ''] = response.headers.getSetCookie()
  const [, token = '', rest] = /^[^=]+=([\w-]{43}); (.*)$/.exec(cookie) ?? []
  t.equal(rest, 'Path=/; HttpOnly; SameSite=Lax')
  t.match(await response.text(), `name="_csrf" value="${token}"`)
  const again = await browser.fetchOnce(`${pool.origin}${requestPath(pool, {}, '/signup')}`)
  t.strictSame(again.headers.getSetCookie(), [])
  t.match(await again.text(), `name="_csrf" value="${token}"`)
})

t.test('pages load nothing, run nothing, and cannot be framed', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const policy = form.headers.get('content-security-policy') ?? ''
  t.match(
    policy,
    /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src data:; form-action .*; base-uri 'none'; frame-ancestors 'none'$/,
  )
  t.equal(form.headers.get('x-frame-options'), 'DENY')
  t.equal(form.headers.get('x-content-type-options'), 'nosniff')
  t.equal(form.headers.get('referrer-policy'), 'no-referrer')
  t.equal(form.headers.get('cache-control'), 'no-store')
  t.equal(form.headers.get('content-type'), 'text/html; charset=utf-8')
  t.notMatch(form.html, /<script|javascript:|\sstyle=|\son\w+=/i)
  for (const [, address = ''] of form.html.matchAll(/<link[^>]* href="([^"]*)"/g)) {
    t.match(address, /^data:image\/svg\+xml,/)
  }
})

t.test('a form may end at the pool and at the addresses of the app, and nowhere else', async t => {
  const browser = createTestBrowser(pool.origin)
  for (const path of ['/login', '/signup', '/forgotPassword']) {
    const { headers } = page(await browser.open(requestPath(pool, {}, path)))
    const [, targets] =
      /form-action ([^;]*);/.exec(headers.get('content-security-policy') ?? '') ?? []
    t.equal(
      targets,
      "'self' http://localhost:4200 https://app.example:8443 myapp: http: https://bye.example",
    )
  }
  const inbox = page(await browser.open('/_dev/inbox'))
  t.match(inbox.headers.get('content-security-policy'), "form-action 'self';")
})

t.test('whatever comes back in a page is text', async t => {
  const evil = `"><script>alert(1)</script>'&`
  const browser = createTestBrowser(pool.origin)
  const parameters = { state: evil, nonce: evil, login_hint: evil, lang: evil }
  for (const path of ['/oauth2/authorize', '/login', '/signup', '/forgotPassword']) {
    const answer = page(await browser.open(requestPath(pool, parameters, path)))
    t.notMatch(answer.html, '<script')
  }
  const form = page(await browser.open(requestPath(pool, parameters)))
  t.match(form.html, 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;"')
  const again = page(await browser.submit(form, { username: evil, password: evil }))
  t.notMatch(again.html, '<script')
  for (const query of [
    { error: evil },
    { error: 'redirect_mismatch', client_id: evil, redirect_uri: evil },
    { error: 'redirect_mismatch', client_id: pool.client('web').id, redirect_uri: evil },
    { error: 'logout_mismatch', client_id: pool.client('web').id, logout_uri: evil },
    { error: 'invalid_scope', client_id: pool.client('web').id, scope: evil },
  ]) {
    const { html } = page(await browser.open(`/error?${new URLSearchParams(query)}`))
    t.notMatch(html, '<script')
  }
})

t.test('a form that is too large, or is none, is refused', async t => {
  const url = `${pool.origin}${requestPath(pool, {}, '/login')}`
  for (const [body, type, status] of [
    [`x=${'x'.repeat(65 * 1024)}`, 'application/x-www-form-urlencoded', 413],
    ['{}', 'application/json', 415],
  ] as const) {
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
    t.equal(response.status, status)
  }
})

t.test('who is not confirmed can be told another code, mailed again', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const user = { username: 'new@example.com', password: 'password' }
  const confirm = page(await browser.submit(form, user))
  t.equal(pool.inbox.length, 0)
  const resent = page(await browser.submit(confirm, {}, 1))
  t.notOk(isPage(await browser.submit(resent, { code: pool.inbox[0]?.code ?? '' })))
})
