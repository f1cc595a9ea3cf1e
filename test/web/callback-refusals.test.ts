import t, { type Test } from 'tap'
import { longestAnswer } from '../../src/limited-fetch.ts'
import { standIn } from './stand-in.ts'
import { type Answer, read, type Visitor } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool, settings } = world

/** That it is a page which says what to do, and nobody was signed in. */
async function refused(t: Test, visitor: Visitor, answer: Answer, status: number, title: string) {
  t.equal(answer.statusCode, status)
  t.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
  t.equal(read(answer).title, title)
  t.match(answer.body, 'href="/sign-in"')
  const session = [...visitor.cookies.keys()].find(name => !name.endsWith('-sign-in'))
  t.equal(session, undefined, 'nobody is signed in')
  t.match((await visitor.get('/')).body, 'Sign in to your orders')
}

const unknown = 'This sign-in is not under way'

t.test('a callback for no sign-in', async t => {
  const visitor = await visit(t, world)
  for (const query of ['', '?code=abc', '?code=abc&state=', '?code=abc&state=never-given']) {
    await refused(t, visitor, await visitor.get(`/oauth/cognito${query}`), 400, unknown)
  }
})

t.test('a wrong state', async t => {
  const visitor = await visit(t, world)
  const callback = await visitor.leave()
  const wrong = callback.replace(/state=[\w-]+/, 'state=wrong')
  await refused(t, visitor, await visitor.get(wrong), 400, unknown)
  t.equal((await visitor.get(callback)).statusCode, 303, 'the right one is still good')
})

t.test('a replayed callback', async t => {
  const visitor = await visit(t, world)
  const callback = await visitor.leave()
  await visitor.get(callback)
  const answer = await visitor.get(callback)
  t.equal(answer.statusCode, 400)
  t.equal(read(answer).title, unknown)
  t.equal((await visitor.get('/')).statusCode, 200, 'whoever is signed in stays it')
  const another = visitor.another()
  await refused(t, another, await another.get(callback), 400, unknown)
})

t.test('a callback in another browser than the one that left (login CSRF)', async t => {
  const attacker = await visit(t, world)
  const callback = await attacker.leave('bob@example.com')
  const victim = attacker.another()
  await refused(t, victim, await victim.get(callback), 400, unknown)
  await victim.get('/sign-in')
  const answer = await victim.get(callback)
  t.equal(answer.statusCode, 400, 'nor when it has left for a sign-in of its own')
  t.equal((await attacker.get(callback)).statusCode, 303, 'which took nothing from the other')
})

t.test('what the browser keeps of a sign-in says nothing, and is good as it was made', async t => {
  const visitor = await visit(t, world)
  const callback = await visitor.leave()
  const [name, sealed] = [...visitor.cookies][0] as [string, string]
  const [header, ...rest] = sealed.split('.')
  t.match(atob(`${header}`), /^\{"alg":"dir","enc":"A256GCM"\}$/)
  t.equal(rest.length, 4)
  const secrets = /verifier|nonce|state/i
  for (const part of rest) t.notMatch(Buffer.from(part, 'base64url').toString('latin1'), secrets)
  const elsewhere = await visit(t, world)
  for (const other of [elsewhere, visitor.another()]) {
    const flipped = sealed.replace(/.{22}$/, end => end.split('').reverse().join(''))
    other.cookies.set(name, other === elsewhere ? sealed : flipped)
    await refused(t, other, await other.get(callback), 400, unknown)
  }
  t.equal((await visitor.get(callback)).statusCode, 303)
})

t.test('a sign-in that took too long', async t => {
  let now = Date.now()
  const visitor = await visit(t, world, { now: () => now })
  const callback = await visitor.leave()
  now += 600_000
  await refused(t, visitor, await visitor.get(callback), 400, unknown)
})

t.test('an answer of another issuer (mix-up)', async t => {
  const visitor = await visit(t, world)
  const callback = await visitor.leave()
  const answer = await visitor.get(`${callback}&iss=https%3A%2F%2Fattacker.example.com`)
  await refused(t, visitor, answer, 400, 'This answer comes from somebody else')
  t.notMatch(answer.body, 'attacker')
  const own = await visitor.leave()
  const { statusCode } = await visitor.get(`${own}&iss=${encodeURIComponent(pool.issuer)}`)
  t.equal(statusCode, 303, 'RFC 9207: the right issuer may be named')
})

const refusals = {
  access_denied: 403,
  invalid_request: 400,
  invalid_scope: 400,
  unauthorized_client: 400,
  login_required: 400,
  server_error: 502,
  temporarily_unavailable: 503,
}

t.test('a refused sign-in', async t => {
  const visitor = await visit(t, world)
  for (const [error, status] of Object.entries(refusals)) {
    const { headers } = await visitor.get('/sign-in')
    const state = new URL(String(headers.location)).searchParams.get('state')
    const answer = await visitor.get(`/oauth/cognito?error=${error}&state=${state}`)
    await refused(t, visitor, answer, status, 'The user pool refused the sign-in')
    t.match(answer.body, `<code>${status} ${error}</code>`)
    t.equal(answer.headers['retry-after'], status === 503 ? '5' : undefined)
  }
})

t.test('what anybody can write into a callback is not repeated', async t => {
  const visitor = await visit(t, world)
  const { headers } = await visitor.get('/sign-in')
  const state = new URL(String(headers.location)).searchParams.get('state')
  const answer = await visitor.get(
    `/oauth/cognito?error=call+555-0100&error_description=now&state=${state}`,
  )
  await refused(t, visitor, answer, 400, 'The user pool refused the sign-in')
  t.match(answer.body, '<code>400 unknown_error</code>')
  t.notMatch(answer.body, '555-0100')
})

t.test('two states, or two codes', async t => {
  const visitor = await visit(t, world)
  const callback = await visitor.leave()
  const answer = await visitor.get(`${callback}&code=another`)
  await refused(t, visitor, answer, 502, 'The answer of the user pool cannot be used')
})

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
