import t from 'tap'
import { standIn } from './stand-in.ts'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, settings } = world

t.test('the user pool is asked when somebody wants that', async t => {
  const visitor = await visit(t, world)
  const before = await visitor.signIn()
  t.match(before.body, '<button class="second small">Ask the user pool</button>')
  const answer = await visitor.post('/user-info')
  t.equal(answer.statusCode, 303)
  t.equal(answer.headers.location, '/#user-info')
  const home = await visitor.get('/')
  const [, section = ''] =
    /<section id="user-info" tabindex="-1">(.*?)<\/section>/s.exec(home.body) ?? []
  t.match(section, '<dt><code>email</code></dt>\n<dd><code>alice@example.com</code></dd>')
  t.match(section, pool.user('alice@example.com').sub)
  t.match(section, 'Ask again')
})

t.test('what it tells of somebody else is not taken', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  await visitor.signIn()
  answers.set('/oauth2/userInfo', { json: { sub: 'somebody-else' } })
  const answer = await visitor.post('/user-info')
  t.equal(answer.statusCode, 502)
  t.equal(read(answer).title, 'The answer of the user pool cannot be used')
})

t.test('a token that is revoked', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  await pool.signOutEverywhere('alice@example.com')
  const answer = await visitor.post('/user-info')
  t.equal(answer.statusCode, 403)
  t.equal(read(answer).title, 'The user pool refused the access token')
  t.equal((await visitor.get('/')).statusCode, 200, 'what is known already stays to be seen')
})

t.test('and one that is refused as RFC 6750 says', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  await visitor.signIn()
  const headers = { 'www-authenticate': 'Bearer error="invalid_token"' }
  answers.set('/oauth2/userInfo', { status: 401, headers })
  t.equal((await visitor.post('/user-info')).statusCode, 403)
})

t.test('the user pool away', async t => {
  t.teardown(() => pool.comeBack())
  const visitor = await visit(t, world)
  const home = await visitor.signIn()
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(home.body) ?? []
  pool.goDown()
  t.equal((await visitor.post('/user-info', { _csrf })).statusCode, 503)
})
