import t from 'tap'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)

t.test('a callback with more than the user pool sends, or huge', async t => {
  const visitor = await visit(t, world)
  for (const [status, change] of [
    [403, (query: string) => `${query}&error=access_denied`],
    [400, (query: string) => `${query}&iss=https%3A%2F%2Fother.example`],
    [502, (query: string) => `${query}&response=eyJ.e30.x`],
    [400, (query: string) => query.replace(/code=[^&]+/, `code=${'a'.repeat(12_000)}`)],
    [502, (query: string) => query.replace(/code=[^&]+/, 'code=')],
    [400, (query: string) => query.replace(/code=[^&]+/, 'code=%E0%A4%A')],
  ] as const) {
    const answer = await visitor.get(change(await visitor.leave()))
    t.equal(answer.statusCode, status)
    t.match((await visitor.get('/')).body, 'Sign in to your orders')
  }
})

t.test('the same callback twice at once signs in once', async t => {
  const visitor = await visit(t, world)
  const callback = await visitor.leave()
  const answers = await Promise.all([visitor.get(callback), visitor.get(callback)])
  t.strictSame(answers.map(({ statusCode }) => statusCode).sort(), [303, 400])
})

t.test('cookies that are none', async t => {
  const visitor = await visit(t, world)
  for (const cookie of [
    '__proto__=x',
    '=; ;;==',
    'web-client-4200=%E0%A4%A',
    `${'a=b; '.repeat(2000)}`,
  ]) {
    const answer = await visitor.get('/', { cookie })
    t.equal(answer.statusCode, 200, cookie.slice(0, 20))
  }
})

t.test('the Host header decides about no redirect to elsewhere', async t => {
  const visitor = await visit(t, world)
  const { pool, url } = world
  for (const [host, status, goal] of [
    ['other.example', 303, `${pool.origin}/oauth2/authorize`],
    ['127.0.0.1@other.example', 303, `${pool.origin}/oauth2/authorize`],
    [`127.0.0.1:${new URL(url).port}`, 307, `${url}/sign-in`],
    ['[::1', 303, `${pool.origin}/oauth2/authorize`],
  ] as const) {
    const { statusCode, headers } = await visitor.get('/sign-in', { host })
    t.equal(statusCode, status)
    t.equal(`${headers.location}`.split('?')[0], goal)
    t.notMatch(headers.location, 'other.example')
  }
})
