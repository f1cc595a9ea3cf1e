import t from 'tap'
import { longestAnswer } from '../../src/limited-fetch.ts'
import { refused } from './refused.ts'
import { standIn } from './stand-in.ts'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, settings } = world

t.test('a code that the user pool does not take', async t => {
  const visitor = await visit(t, world)
  const callback = await visitor.leave()
  const answer = await visitor.get(callback.replace(/code=[\w-]+/, 'code=used-up'))
  await refused(t, visitor, answer, 400, 'The user pool gave no tokens')
  t.match(answer.body, '<code>400 invalid_grant</code>')
})

t.test('a secret that the user pool does not take', async t => {
  const userPool = { ...settings.userPool, clientSecret: 'wrong' }
  const visitor = await visit(t, world, { userPool })
  const answer = await visitor.get(await visitor.leave())
  await refused(t, visitor, answer, 502, 'The user pool gave no tokens')
  t.match(answer.body, 'COGNITO_WEB_CLIENT_SECRET')
})

t.test('tokens that do not fit', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const tokens = {
    access_token: await pool.accessToken(),
    token_type: 'Bearer',
    expires_in: 3600,
  }
  const anotherIssuer = await pool.idToken({ claims: { iss: 'https://issuer.example.com' } })
  const [head, payload] = (await pool.idToken()).split('.')
  const cases: Record<string, object> = {
    'no ID token': tokens,
    'without the nonce': { ...tokens, id_token: await pool.idToken() },
    'with another nonce': { ...tokens, id_token: await pool.idToken({ nonce: 'another' }) },
    'of another issuer': { ...tokens, id_token: anotherIssuer },
    'for another app client': { ...tokens, id_token: await pool.idToken({ clientId: 'other' }) },
    expired: { ...tokens, id_token: await pool.idToken({ expiresIn: -60 }) },
    'with another signature': { ...tokens, id_token: `${head}.${payload}.AAAA` },
    'no answer at all': {},
  }
  for (const [name, json] of Object.entries(cases)) {
    const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
    const callback = await visitor.leave()
    answers.set('/oauth2/token', { json })
    const answer = await visitor.get(callback)
    answers.clear()
    t.comment(name)
    await refused(t, visitor, answer, 502, 'The answer of the user pool cannot be used')
  }
})

t.test('an access token that is no JWT', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  for (const access_token of ['opaque', 'a.bnVsbA.c']) {
    const { headers } = await visitor.get('/sign-in')
    const query = new URL(String(headers.location)).searchParams
    const id_token = await pool.idToken({ nonce: query.get('nonce') as string })
    answers.set('/oauth2/token', { json: { access_token, token_type: 'Bearer', id_token } })
    const answer = await visitor.get(`/oauth/cognito?code=abc&state=${query.get('state')}`)
    await refused(t, visitor, answer, 502, 'The answer of the user pool cannot be used')
  }
})

t.test('more than tokens need', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  const { headers } = await visitor.get('/sign-in')
  const query = new URL(String(headers.location)).searchParams
  answers.set('/oauth2/token', {
    json: {
      access_token: await pool.accessToken(),
      token_type: 'Bearer',
      id_token: await pool.idToken({ nonce: query.get('nonce') as string }),
      padding: 'x'.repeat(longestAnswer),
    },
  })
  const answer = await visitor.get(`/oauth/cognito?code=abc&state=${query.get('state')}`)
  await refused(t, visitor, answer, 502, 'The answer of the user pool cannot be used')
})

t.test('a signature of another key', async t => {
  const { origin: domain, answers } = await standIn(t, pool.origin)
  const visitor = await visit(t, world, { userPool: { ...settings.userPool, domain } })
  const { headers } = await visitor.get('/sign-in')
  const query = new URL(String(headers.location)).searchParams
  const idToken = await pool.idToken({ nonce: query.get('nonce') as string })
  const [head, , signature] = (await pool.idToken()).split('.')
  answers.set('/oauth2/token', {
    json: {
      access_token: await pool.accessToken(),
      token_type: 'Bearer',
      id_token: `${head}.${idToken.split('.')[1]}.${signature}`,
    },
  })
  const answer = await visitor.get(`/oauth/cognito?code=abc&state=${query.get('state')}`)
  await refused(t, visitor, answer, 502, 'The answer of the user pool cannot be used')
})

t.test('the user pool away', async t => {
  t.teardown(() => pool.comeBack())
  const title = 'The user pool does not answer'
  let now = Date.now()
  const visitor = await visit(t, world, { now: () => now })
  const callback = await visitor.leave()
  pool.goDown()
  now += 1000
  const atSignIn = await visitor.another().get('/sign-in')
  t.equal(atSignIn.statusCode, 503)
  t.equal(atSignIn.headers['retry-after'], '5')
  t.equal(read(atSignIn).title, title)
  t.notOk('location' in atSignIn.headers, 'nobody is sent to where nothing answers')
  await refused(t, visitor, await visitor.get(callback), 503, title)
  pool.comeBack()
  pool.serve('busy', { status: 500 })
  t.equal((await visitor.get('/sign-in')).statusCode, 503)
  pool.serve(undefined)
  t.equal(
    (await visitor.get('/sign-in')).statusCode,
    303,
    'asked again, though no second has passed',
  )
})
