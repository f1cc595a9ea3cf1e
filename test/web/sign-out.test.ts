import t from 'tap'
import { signedInWithoutRefreshToken, standIn } from './stand-in.ts'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, url, settings } = world
const path = '/oauth/cognito/logout'
const atPool = `${pool.origin}/logout?${new URLSearchParams({
  client_id: pool.client('web').id,
  logout_uri: `${url}${path}`,
})}`

t.test('ends the session, revokes the refresh token and goes by the user pool', async t => {
  const { origin: domain, requests } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  await visitor.signIn()
  const [[name, id] = ['', '']] = visitor.cookies
  const answer = await visitor.post(path)
  t.equal(answer.statusCode, 303)
  t.equal(answer.headers.location, atPool.replace(pool.origin, domain))
  t.strictSame([...visitor.cookies], [])
  visitor.cookies.set(name, id)
  t.equal((await visitor.get('/')).statusCode, 401, 'the session is over, not only its cookie')

  const [, body = ''] = requests.at(-1) ?? []
  t.equal(requests.at(-1)?.[0], '/oauth2/revoke')
  const token = new URLSearchParams(body).get('token') as string
  const refused = await fetch(`${pool.origin}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: pool.client('web').id,
      refresh_token: token,
    }),
  })
  t.equal(refused.status, 400)
  t.strictSame(await refused.json(), { error: 'invalid_grant' })
})

t.test('the user pool sends the browser back', async t => {
  const visitor = await visit(t, world)
  const reply = await fetch(atPool, { redirect: 'manual' })
  t.equal(reply.headers.get('location'), `${url}${path}`)
  const answer = await visitor.get(path)
  t.equal(answer.statusCode, 200)
  t.equal(read(answer).title, 'You are signed out')
})

t.test('a link to that address signs nobody out', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  const answer = await visitor.get(path)
  t.equal(answer.statusCode, 200)
  t.equal(read(answer).title, 'Still signed in')
  t.match(answer.body, `<form method="post" action="${path}">`)
  t.equal((await visitor.get('/')).statusCode, 200)
})

t.test('while the user pool is away, it ends here at least', async t => {
  t.teardown(() => pool.comeBack())
  const visitor = await visit(t, world)
  await visitor.signIn()
  const page = (await visitor.get('/')).body
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec(page) ?? []
  pool.goDown()
  const answer = await visitor.post(path, { _csrf })
  t.equal(answer.statusCode, 503)
  t.equal(read(answer).title, 'You are signed out here only')
  t.match(answer.body, `href="${atPool.replaceAll('&', '&amp;')}"`)
  t.strictSame([...visitor.cookies], [])
})

t.test('an app client without a refresh token has nothing to revoke', async t => {
  const { visitor, requests } = await signedInWithoutRefreshToken(t, world)
  const answer = await visitor.post(path)
  t.equal(answer.statusCode, 303)
  t.notOk(requests.some(([requested]) => requested === '/oauth2/revoke'))
})
