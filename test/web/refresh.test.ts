import t from 'tap'
import { signedInWithoutRefreshToken, standIn } from './stand-in.ts'
import { read, type Visitor } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, settings } = world

async function accessTokenOf(visitor: Visitor): Promise<string> {
  const { body } = await visitor.get('/')
  return /<textarea id="access-token"[^>]*>([^<]+)</.exec(body)?.[1] as string
}

t.test('brings new tokens and keeps the session', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  const before = await accessTokenOf(visitor)
  const cookies = new Map(visitor.cookies)
  const answer = await visitor.post('/refresh')
  t.equal(answer.statusCode, 303)
  t.equal(answer.headers.location, '/#news')
  const home = await visitor.get('/')
  t.match(home.body, '<p class="notice success" role="status">Your tokens are new.</p>')
  t.not(await accessTokenOf(visitor), before)
  t.strictSame(visitor.cookies, cookies)
  t.notMatch((await visitor.get('/')).body, 'Your tokens are new.', 'it is said once')
  t.equal((await visitor.post('/refresh')).statusCode, 303, 'and can be done again')
})

t.test('two tabs at once ask the user pool once', async t => {
  const { origin: domain, requests } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  await visitor.signIn()
  requests.length = 0
  const page = (await visitor.get('/')).body
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? []
  const answers = await Promise.all([
    visitor.post('/refresh', { _csrf }),
    visitor.post('/refresh', { _csrf }),
  ])
  t.strictSame(
    answers.map(({ statusCode }) => statusCode),
    [303, 303],
  )
  const grants = requests.filter(([path]) => path === '/oauth2/token')
  t.equal(grants.length, 1)
  t.match(grants[0]?.[1], 'grant_type=refresh_token')
})

t.test('a refresh token that is revoked ends the session', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  await pool.signOutEverywhere('alice@example.com')
  const answer = await visitor.post('/refresh')
  t.equal(answer.statusCode, 401)
  t.equal(read(answer).title, 'You are not signed in')
  t.strictSame([...visitor.cookies], [])
})

t.test('while the user pool is away the session stays', async t => {
  t.teardown(() => pool.comeBack())
  const visitor = await visit(t, world)
  await visitor.signIn()
  pool.goDown()
  const answer = await visitor.post('/refresh')
  t.equal(answer.statusCode, 503)
  t.equal(read(answer).title, 'The user pool does not answer')
  pool.comeBack()
  t.equal((await visitor.post('/refresh')).statusCode, 303)
})

t.test('tokens of somebody else are not taken', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  await visitor.signIn()
  const user = 'bob@example.com'
  const json = {
    access_token: await pool.accessToken({ user }),
    id_token: await pool.idToken({ user }),
    token_type: 'Bearer',
  }
  answers.set('/oauth2/token', { json })
  const answer = await visitor.post('/refresh')
  t.equal(answer.statusCode, 502)
  t.equal(read(answer).title, 'The answer of the user pool cannot be used')
  t.match((await visitor.get('/')).body, '<strong>alice@example.com</strong>')
})

t.test('with rotation the new refresh token is used from then on', async t => {
  const rotating = await createWorld(t, {
    clients: [
      {
        name: 'web',
        flows: ['code', 'refresh_token'],
        refreshTokenRotation: { gracePeriodSeconds: 0 },
        callbackUrls: ['http://localhost:4200/oauth/cognito'],
      },
    ],
  })
  const visitor = await visit(t, rotating, { url: 'http://localhost:4200' })
  await visitor.signIn()
  t.equal((await visitor.post('/refresh')).statusCode, 303)
  t.equal((await visitor.post('/refresh')).statusCode, 303)
})

t.test('an app client that gets no refresh token', async t => {
  const { visitor } = await signedInWithoutRefreshToken(t, world)
  const { body } = await visitor.get('/')
  t.notMatch(body, 'action="/refresh"')
  t.match(body, 'This app client gets none')
  t.equal((await visitor.post('/refresh')).statusCode, 403)
})

t.test('an app client that may not refresh', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  await visitor.signIn()
  answers.set('/oauth2/token', { status: 400, json: { error: 'unauthorized_client' } })
  const answer = await visitor.post('/refresh')
  t.equal(answer.statusCode, 502)
  t.match(answer.body, 'allow the authorization code grant and refresh tokens')
  answers.set('/oauth2/token', { status: 400, json: { error: 'something_new' } })
  t.match((await visitor.post('/refresh')).body, '<code>502 unknown_error</code>')
})
