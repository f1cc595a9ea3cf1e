import t from 'tap'
import { standIn } from './stand-in.ts'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, settings } = world
const inPlace = await standIn(t, pool.origin)
const userPool = { ...settings.userPool, domain: inPlace.origin }
/** RFC 6749 section 5.2: who authenticates by Basic and fails is told so by a challenge. */
const challenge = {
  status: 401,
  headers: { 'www-authenticate': 'Basic realm="pool"' },
  json: { error: 'invalid_client' },
}

t.test('an app client that the token endpoint does not accept', async t => {
  const visitor = await visit(t, world, { userPool })
  const callback = await visitor.leave()
  inPlace.answers.set('/oauth2/token', challenge)
  const answer = await visitor.get(callback)
  inPlace.answers.clear()
  t.equal(answer.statusCode, 502)
  t.match(read(answer).text, /^The user pool gave no tokens 502 invalid_client It does not accept/)
})

t.test('an app client that the revocation endpoint does not accept', async t => {
  const visitor = await visit(t, world, { userPool })
  await visitor.signIn()
  inPlace.answers.set('/oauth2/revoke', challenge)
  const answer = await visitor.post('/oauth/cognito/logout')
  inPlace.answers.clear()
  t.equal(answer.statusCode, 502)
  t.equal(read(answer).title, 'You are signed out here only')
  t.match((await visitor.get('/')).body, 'Sign in to your orders')
})
