import t from 'tap'
import { read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)
const forms = [
  '/refresh',
  '/user-info',
  '/oauth/cognito/logout',
  '/orders',
  '/orders/1/cancel',
  '/aws',
]
const outOfDate = 'This form is out of date'

t.test('a form without the token of the session does nothing (CSRF)', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  for (const path of forms) {
    for (const _csrf of ['', 'wrong', 'undefined']) {
      const answer = await visitor.post(path, { _csrf })
      t.equal(answer.statusCode, 403, path)
      t.equal(read(answer).title, outOfDate)
      t.match(answer.body, 'href="/"')
    }
  }
  t.equal((await visitor.get('/')).statusCode, 200, 'still signed in')
})

t.test('nor does one with the token of another session', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  const attacker = visitor.another()
  await attacker.signIn('bob@example.com')
  const [, _csrf = ''] = /name="_csrf" value="([^"]+)"/.exec((await attacker.get('/')).body) ?? []
  t.match(_csrf, /^[\w-]{43}$/)
  t.equal((await visitor.post('/refresh', { _csrf })).statusCode, 403)
})

t.test('nor does one from another site, whatever it knows', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  for (const site of ['cross-site', 'same-site', 'none']) {
    const answer = await visitor.post('/refresh', {}, { 'sec-fetch-site': site })
    t.equal(answer.statusCode, 403)
  }
  const answer = await visitor.post('/refresh', {}, { 'sec-fetch-site': 'same-origin' })
  t.equal(answer.statusCode, 303)
})

t.test('and the answer to it, which comes without cookies, signs nobody out', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  for (const path of forms) {
    const answer = await visitor.another().post(path, { _csrf: 'x' })
    t.equal(answer.statusCode, 401, path)
    t.equal(answer.headers['set-cookie'], undefined)
  }
})

t.test('a form of a session that has ended', async t => {
  const visitor = await visit(t, world)
  for (const path of forms) {
    const answer = await visitor.post(path)
    t.equal(answer.statusCode, 401, path)
    t.equal(read(answer).title, 'You are not signed in')
  }
})

t.test('a request that is no form', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  const json = await visitor.post('/refresh', {}, { 'content-type': 'application/json' })
  t.equal(json.statusCode, 415)
  t.equal(read(json).title, 'This request cannot be answered')
  const long = await visitor.post('/refresh', { note: 'x'.repeat(17_000) })
  t.equal(long.statusCode, 413)
  t.equal((await visitor.post('/')).statusCode, 404)
})

t.test('a page that there is not', async t => {
  const visitor = await visit(t, world)
  for (const path of ['/nothing', '/refresh', '/oauth/cognito/', '//']) {
    const answer = await visitor.get(path)
    t.equal(answer.statusCode, 404, path)
    t.equal(read(answer).title, 'There is no such page')
  }
})

t.test('every answer has the headers of a careful server', async t => {
  const visitor = await visit(t, world)
  for (const path of ['/', '/nothing', '/sign-in', '/aws']) {
    const { headers } = await visitor.get(path)
    const hash = "'sha256-[A-Za-z0-9+/]{43}='"
    t.match(
      headers['content-security-policy'],
      new RegExp(
        `^default-src 'none';style-src ${hash};script-src ${hash};img-src data:;form-action 'self' ${world.pool.origin};base-uri 'none';frame-ancestors 'none'$`,
      ),
    )
    t.match(headers, {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cross-origin-opener-policy': 'same-origin',
    })
    t.notOk('strict-transport-security' in headers, 'http on this machine')
  }
})

t.test('a policy cannot name an IPv6 address', async t => {
  const userPool = { ...world.settings.userPool, domain: 'http://[::1]:4100' }
  const { headers } = await (await visit(t, world, { userPool })).get('/')
  t.match(headers['content-security-policy'], ";form-action 'self' http:;")
})
