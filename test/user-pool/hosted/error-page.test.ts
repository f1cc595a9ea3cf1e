import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, page, textOf } from '../browser.ts'
import { callback, requestPath } from '../oauth/relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const web = pool.client('web')
const browser = createTestBrowser(pool.origin)
const shown = async (path: string) => {
  const answer = page(await browser.open(path))
  t.equal(answer.status, 400)
  return { html: answer.html, text: textOf(answer) }
}

t.test('redirect_mismatch: requested and registered address, the difference marked', async t => {
  const { html, text } = await shown(requestPath(pool, { redirect_uri: `${callback}/` }))
  t.match(text, 'redirect_mismatch')
  t.match(text, 'The redirect_uri is not among the callback URLs of the app client.')
  t.match(text, web.name)
  t.match(text, web.id)
  t.match(html, `${callback}<mark>/</mark>`)
  t.ok(text.indexOf(`${callback}/`) < text.lastIndexOf(callback))
  t.match(text, 'letter by letter')
})

t.test('of several registered addresses the nearest comes first', async t => {
  const cli = pool.client('cli')
  const { text } = await shown(
    requestPath(pool, { client_id: cli.id, redirect_uri: 'http://localhost:8977/callbak' }),
  )
  t.match(
    text,
    'Registered http://localhost:8977/callback http://localhost:8976/callback http://localhost:8978/callback Send',
  )
})

t.test('a missing part is marked in the registered address', async t => {
  const { html } = await shown(
    requestPath(pool, { redirect_uri: 'http://localhost:4200/oauth/cgnito' }),
  )
  t.match(html, '<dd>http://localhost:4200/oauth/cgnito</dd>')
  t.match(html, '<dd>http://localhost:4200/oauth/c<mark>o</mark>gnito</dd>')
})

t.test('letters of two code units are marked as a whole', async t => {
  const parameters = { error: 'redirect_mismatch', client_id: web.id, redirect_uri: '😀' }
  const { html } = await shown(`/error?${new URLSearchParams(parameters)}`)
  t.match(html, '<dd><mark>😀</mark></dd>')
})

t.test('how to register the address: a line of user-pool.json', async t => {
  const redirectUri = 'http://localhost:5173/callback?"a"'.replaceAll('"', "'")
  const { html, text } = await shown(requestPath(pool, { redirect_uri: redirectUri }))
  t.match(
    text,
    `In user-pool.json, in the client web "callbackUrls": ["${callback}", "${redirectUri}"]`,
  )
  t.match(text, 'cp user-pool.example.json user-pool.json')
  t.match(html, '&#39;a&#39;')
  const signOut = await shown(`/logout?client_id=${web.id}&logout_uri=${callback}/`)
  t.match(signOut.text, `"signOutUrls": ["${callback}/logout", "${callback}/"]`)
})

t.test('no such line for an address that Cognito would not register', async t => {
  for (const redirectUri of [
    'http://app.example/',
    'javascript:alert(1)',
    'https://a.example/#b',
  ]) {
    const { text } = await shown(requestPath(pool, { redirect_uri: redirectUri }))
    t.match(text, redirectUri)
    t.notMatch(text, 'In user-pool.json')
  }
})

t.test('an address as long as a request may be does not take long', async t => {
  const { text } = await shown(requestPath(pool, { redirect_uri: `http://${'x'.repeat(8000)}` }))
  t.match(text, callback)
})

t.test('a client without registered addresses', async t => {
  const { text } = await shown(
    `/error?error=logout_mismatch&client_id=${pool.client('cli').id}&logout_uri=x`,
  )
  t.match(text, 'none')
})

t.test('logout_mismatch, with the words of Cognito', async t => {
  const logoutUri = `${callback}/logout/`
  const { html, text } = await shown(`/logout?client_id=${web.id}&logout_uri=${logoutUri}`)
  t.match(text, "Required String parameter 'redirect_uri' is not present")
  t.match(html, `${callback}/logout<mark>/</mark>`)
})

t.test('invalid_scope: the scope that is wrong, and the nearest one', async t => {
  const { text } = await shown(
    `/error?error=invalid_scope&client_id=${web.id}&scope=openid+orders/order.raed`,
  )
  t.match(text, 'orders/order.raed')
  t.notMatch(text, 'Requested scope openid')
  t.ok(text.indexOf('orders/order.read') < text.indexOf('orders/revocation.write'))
  t.match(text, 'Did you mean orders/order.read')
  const withoutOpenid = await shown(`/error?error=invalid_scope&client_id=${web.id}&scope=email`)
  t.match(withoutOpenid.text, 'need openid beside them')
  t.match(withoutOpenid.text, 'Ask for openid email')
})

t.test('invalid_scope: one that the pool has and the client does not', async t => {
  const own = await createUserPool({
    clients: [
      { name: 'spa', flows: ['code'], scopes: ['order.read'], callbackUrls: [callback] },
      { name: 'none', flows: ['code'], scopes: [], callbackUrls: [callback] },
    ],
  })
  t.teardown(own.close)
  const look = async (client: string, scope: string) => {
    const query = new URLSearchParams({
      error: 'invalid_scope',
      client_id: own.client(client).id,
      scope,
    })
    return textOf(page(await createTestBrowser(own.origin).open(`/error?${query}`)))
  }
  t.match(
    await look('spa', 'orders/order.write'),
    'In user-pool.json, in the client spa "scopes": ["orders/order.read", "orders/order.write"]',
  )
  t.match(await look('none', 'openid'), '"scopes": ["openid"]')
  t.notMatch(await look('none', 'whatever'), 'Did you mean')
})

t.test('what ids there are is told by a command', async t => {
  for (const path of ['/login', '/login?client_id=x', `/login?client_id=${web.id}`]) {
    t.match((await shown(path)).text, 'npm run --silent status')
  }
  t.notMatch((await shown('/error?error=form_expired')).text, 'npm run')
})

t.test('what is missing, or of nobody', async t => {
  for (const [path, code, message] of [
    ['/login', 'missing_client_id', "Required String parameter 'client_id' is not present"],
    [
      `/login?client_id=${web.id}`,
      'missing_redirect_uri',
      "Required String parameter 'redirect_uri' is not present",
    ],
    ['/login?client_id=x', 'unknown_client', 'The app client does not exist in this pool.'],
    ['/error?error=form_expired', 'form_expired', 'This form was used already'],
    ['/error?error=whatever', 'unknown', 'Something went wrong.'],
    ['/error?error=__proto__', 'unknown', 'Something went wrong.'],
    ['/error', 'unknown', 'Something went wrong.'],
  ] as const) {
    const { text } = await shown(path)
    t.match(text, message)
    t.match(text, code)
  }
})

t.test('a form that is no longer good leads back to the sign-in it belonged to', async t => {
  const browser = createTestBrowser(pool.origin)
  const query = requestPath(pool, { state: 's&t' }, '').slice(1)
  const late = page(await browser.open(`/confirm?${query}&attempt=x`))
  t.equal(late.status, 400)
  const [, href = ''] = /<a href="([^"]*)">Sign in again</.exec(late.html) ?? []
  t.equal(href.replaceAll('&amp;', '&'), `/login?${query}`)
})

t.test('nothing leads back where there was no sign-in, or one too long for an address', async t => {
  const browser = createTestBrowser(pool.origin)
  const path = requestPath(pool, { state: 'x'.repeat(4000) }, '/confirm')
  const { url } = page(await browser.open(path))
  t.equal(url, `${pool.origin}/error?error=form_expired`)
  const bare = await fetch(`${pool.origin}/_dev/session`, { method: 'POST', redirect: 'manual' })
  t.equal(bare.headers.get('location'), `${pool.origin}/error?error=form_expired`)
  t.notMatch(page(await browser.open('/error?error=form_expired')).html, 'Sign in again')
})

t.test('without what is to be compared there is nothing compared', async t => {
  t.match((await shown(`/error?error=redirect_mismatch&client_id=${web.id}`)).text, callback)
  t.notMatch((await shown('/error?error=redirect_mismatch&redirect_uri=x')).text, callback)
})
