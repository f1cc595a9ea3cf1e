import t from 'tap'
import { refused } from './refused.ts'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const { pool } = world

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
