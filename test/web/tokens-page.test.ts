import t, { type Test } from 'tap'
import { standIn } from './stand-in.ts'
import { read, type Visitor } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool } = world

/** A visitor whose tokens have these claims too. */
async function signedInWith(
  t: Test,
  { access, id }: Record<'access' | 'id', Record<string, unknown>>,
): Promise<Visitor> {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...world.settings.userPool, domain } })
  const { headers } = await visitor.get('/sign-in')
  const query = new URL(String(headers.location)).searchParams
  const nonce = query.get('nonce') as string
  const json = {
    access_token: await pool.accessToken({ claims: access, scopes: [], groups: [] }),
    id_token: await pool.idToken({ nonce, claims: id }),
    token_type: 'Bearer',
  }
  answers.set('/oauth2/token', { json })
  await visitor.get(`/oauth/cognito?code=abc&state=${query.get('state')}`)
  return visitor
}

t.test('who, for how long, and what both tokens say in words', async t => {
  const visitor = await visit(t, world)
  const { body } = await visitor.signIn()
  const { sub } = pool.user('alice@example.com')
  t.match(body, '<title>Your tokens · Orders</title>')
  t.match(body, '<strong>alice@example.com</strong>')
  t.match(body, /<span class="countdown" role="timer" data-until="\d+">(1 h 0 min|59 min 5\d s)</)
  t.match(body, '<li><span class="pill">orders/order.write</span></li>')
  t.match(
    body,
    `<dt><code>sub</code></dt>\n<dd><code>${sub}</code></dd>\n<dd class="quiet">Subject: your id in the user pool, which never changes</dd>`,
  )
  t.match(body, /<dt><code>exp<\/code><\/dt>\n<dd><time datetime="\d{4}-[^"]+Z">\w{3}, .* GMT</)
  t.match(body, '<dt><code>cognito:groups</code></dt>\n<dd><ul class="plain"><li><code>admin<')
})

t.test('tokens can be copied, as they are and in a command', async t => {
  const visitor = await visit(t, world)
  const { body } = await visitor.signIn()
  const text = (id: string) => new RegExp(`<textarea id="${id}"[^>]*>([^<]+)<`).exec(body)?.[1]
  t.match(text('access-token'), /^[\w-]+\.[\w-]+\.[\w-]+$/)
  t.match(text('id-token'), /^[\w-]+\.[\w-]+\.[\w-]+$/)
  t.equal(
    text('curl'),
    `curl -i &#39;${world.settings.apiUrl}/token-info&#39; -H &#39;Authorization: Bearer ${text('access-token')}&#39;`,
  )
  t.notMatch(body, 'refresh_token')
})

t.test('whatever a claim holds, it is text', async t => {
  const evil = '<script>alert(1)</script>'
  const claims = {
    [`custom:${evil}`]: evil,
    list: [evil, evil],
    mixed: [evil, 1],
    object: { '</dl>': evil },
    nothing: null,
  }
  const visitor = await signedInWith(t, { access: claims, id: { ...claims, name: evil } })
  for (const path of ['/', '/orders', '/aws', '/oauth/cognito/logout']) {
    const { body } = await visitor.get(path)
    t.match(body, '&lt;script&gt;alert(1)', path)
    t.equal(body.match(/<script>/g)?.length, 1, 'the script of the page is the only one')
  }
})

t.test('unknown claims come first and are said to be the pool’s own', async t => {
  const visitor = await signedInWith(t, {
    access: {
      'custom:shoe_size': '42',
      tenant: { id: 7 },
      auth_time: 9e15,
      nbf: 'yesterday',
      device_key: null,
    },
    id: { email: undefined, 'cognito:username': undefined },
  })
  const home = await visitor.get('/')
  t.equal(home.statusCode, 200)
  const { text } = read(home)
  t.match(text, 'None: no operation that demands one lets you through.')
  t.match(text, 'You are in none.')
  t.match(text, 'custom:shoe_size 42 An attribute that your user pool defines')
  t.match(text, 'tenant {&quot;id&quot;:7} A claim that your user pool adds')
  t.match(text, 'auth_time 9000000000000000 When you signed in')
  t.match(text, 'nbf yesterday Not good before')
  t.match(text, 'device_key null The device')
  t.match(home.body, `<strong>${pool.user('alice@example.com').sub}</strong>`)
  t.notMatch(home.body, 'aria-label="Groups"')
})

t.test('an access token that has expired', async t => {
  let now = Date.now()
  const visitor = await visit(t, world, { now: () => now })
  await visitor.signIn()
  now += 3_590_000
  t.match(
    (await visitor.get('/')).body,
    /data-until="\d+">\d+ s<\/span><p class="quiet">left, until/,
  )
  now += 20_000
  const home = await visitor.get('/')
  t.match(home.body, /data-until="\d+">expired<\/span><p class="quiet">since <time/)
  t.match(read(await visitor.get('/orders')).text, 'Your newest orders')
})

t.test('a page is small', async t => {
  const visitor = await visit(t, world)
  const size = Buffer.byteLength((await visitor.signIn()).body)
  t.ok(size < 50_000, `${size} bytes`)
})
