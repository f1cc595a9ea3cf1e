import t from 'tap'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, url, settings } = world

t.test('nobody is signed in at first', async t => {
  const visitor = await visit(t, world)
  const answer = await visitor.get('/')
  t.equal(answer.statusCode, 200)
  t.match(answer.body, 'Local user pool')
  t.match(answer.body, '<a class="button" href="/sign-in">Sign in</a>')
  t.strictSame([...visitor.cookies.keys()], [])
})

t.test('nothing local is said of a user pool on AWS', async t => {
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, isLocal: false } })
  const { body } = await visitor.get('/')
  t.match(body, '<a class="button" href="/sign-in">Sign in</a>')
  t.notMatch(body, /local user pool|alice/i)
})

t.test('the browser leaves with state, nonce and a PKCE challenge', async t => {
  const visitor = await visit(t, world)
  const answer = await visitor.get('/sign-in')
  t.equal(answer.statusCode, 303)
  const { origin, pathname, searchParams } = new URL(String(answer.headers.location))
  t.equal(`${origin}${pathname}`, `${pool.origin}/oauth2/authorize`)
  const { state, nonce, code_challenge, ...others } = Object.fromEntries(searchParams)
  t.strictSame(others, {
    client_id: pool.client('web').id,
    response_type: 'code',
    redirect_uri: `${url}/oauth/cognito`,
    scope: 'openid email profile orders/order.read orders/order.write orders/revocation.write',
    code_challenge_method: 'S256',
  })
  for (const value of [state, nonce, code_challenge]) t.match(value, /^[\w-]{43}$/)
  const [cookie] = answer.cookies
  const port = new URL(url).port
  t.match(cookie, { name: `web-client-${port}-sign-in`, path: '/', httpOnly: true, maxAge: 600 })
  t.equal(cookie?.sameSite, 'Lax')
  const again = new URL(String((await visitor.get('/sign-in')).headers.location))
  for (const name of ['state', 'nonce', 'code_challenge']) {
    t.not(again.searchParams.get(name), searchParams.get(name))
  }
})

t.test('the user pool is asked for its presence once a second', async t => {
  let now = Date.now()
  const visitor = await visit(t, world, { now: () => now })
  const before = world.pool.keySetFetches
  const leave = async () => (await visitor.get('/sign-in')).statusCode
  t.strictSame(await Promise.all([leave(), leave(), leave()]), [303, 303, 303])
  t.equal(await leave(), 303)
  t.equal(world.pool.keySetFetches, before + 1)
  for (const milliseconds of [1000, -3_600_000]) {
    now += milliseconds
    t.equal(await leave(), 303)
  }
  t.equal(world.pool.keySetFetches, before + 3, 'a clock that is set back changes nothing')
})

t.test('and comes back to a session', async t => {
  const visitor = await visit(t, world)
  const answer = await visitor.get(await visitor.leave())
  t.equal(answer.statusCode, 303)
  t.equal(answer.headers.location, '/')
  t.equal(answer.body, '')
  const name = `web-client-${new URL(url).port}`
  const [departure, session] = answer.cookies
  t.match(session, { name, path: '/', httpOnly: true, sameSite: 'Lax' })
  t.notOk('secure' in (session ?? {}), 'http on this machine')
  t.notOk('maxAge' in (session ?? {}), 'ends with the browser')
  t.match(session?.value, /^[\w-]{43}$/)
  t.match(departure, { name: `${name}-sign-in`, value: '' })
  t.strictSame([...visitor.cookies.keys()], [name])
  const home = await visitor.get('/')
  t.equal(home.statusCode, 200)
  t.match(home.body, '<strong>alice@example.com</strong>')
})

t.test('on https the cookies are bound to the host', async t => {
  const secure = 'https://app.example.com'
  const visitor = await visit(t, world, { url: secure })
  const answer = await visitor.get('/sign-in')
  const [cookie] = answer.cookies
  t.match(cookie, {
    name: '__Host-web-client-sign-in',
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
  })
  t.notOk('domain' in (cookie ?? {}))
  t.match(answer.headers['strict-transport-security'], /^max-age=\d+/)
})

t.test('cookies ignore ports, so that the port is in their names', async t => {
  const visitor = await visit(t, world, { url: 'http://localhost' })
  const [cookie] = (await visitor.get('/sign-in')).cookies
  t.equal(cookie?.name, 'web-client-80-sign-in')
})

t.test('an app client with a secret, which may not have all scopes', async t => {
  const confidential = await createWorld(t, {
    clients: [
      {
        name: 'web',
        secret: true,
        flows: ['code', 'refresh_token'],
        scopes: ['openid', 'email', 'order.read'],
        callbackUrls: ['http://localhost:4200/oauth/cognito'],
      },
    ],
  })
  const visitor = await visit(t, confidential, { url: 'http://localhost:4200' })
  const { headers } = await visitor.get('/sign-in')
  t.notMatch(headers.location, confidential.pool.client('web').secret as string)
  const { searchParams } = new URL(String(headers.location))
  t.equal(searchParams.get('scope'), 'openid email orders/order.read')
  const home = await visitor.signIn()
  t.match(home.body, '<strong>alice@example.com</strong>')
})

t.test('tokens for an API that demands an aud (RFC 8707)', async t => {
  const resource = 'https://api.example.com/v1'
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, resource } })
  const home = await visitor.signIn()
  t.match(home.body, `<dt><code>aud</code></dt>\n<dd><code>${resource}</code></dd>`)
})

t.test('nobody is signed in twice: the second sign-in ends the first', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  const [name, first] = [...visitor.cookies][0] as [string, string]
  const home = await visitor.signIn('bob@example.com')
  t.match(home.body, '<strong>bob@example.com</strong>')
  t.not(visitor.cookies.get(name), first)
  visitor.cookies.set(name, first)
  t.equal((await visitor.get('/')).statusCode, 401)
})

t.test('a name of this machine other than that of the callback', async t => {
  const visitor = await visit(t, world)
  const { port } = new URL(url)
  for (const host of [`127.0.0.1:${port}`, `[::1]:${port}`]) {
    const answer = await visitor.get('/sign-in', { host })
    t.equal(answer.statusCode, 307)
    t.equal(answer.headers.location, `${url}/sign-in`)
  }
  for (const host of ['127.0.0.1:1', `app.example.com:${port}`, 'a b']) {
    const answer = await visitor.get('/sign-in', { host })
    t.equal(answer.statusCode, 303, 'there is a proxy before it')
  }
})
