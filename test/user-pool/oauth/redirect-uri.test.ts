import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { callback, requestPath } from './relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const { id } = pool.client('web')

async function locationOf(path: string): Promise<string | null> {
  const response = await fetch(`${pool.origin}${path}`, { redirect: 'manual' })
  t.equal(response.status, 302)
  return response.headers.get('location')
}

t.test('an address that is not registered letter by letter is never redirected to', async t => {
  for (const redirectUri of [
    `${callback}/`,
    `${callback}?x=1`,
    `${callback}#`,
    callback.toUpperCase(),
    callback.replace('http:', 'HTTP:'),
    callback.replace('http:', 'https:'),
    callback.replace('localhost', '127.0.0.1'),
    callback.replace(':4200', ''),
    callback.replace(':4200', ':4201'),
    callback.replace('/oauth', '//oauth'),
    callback.replace('/cognito', '/%63ognito'),
    callback.replace('/cognito', '/x/../cognito'),
    callback.replace('http://', 'http://user@'),
    `${callback}@evil.example`,
    ` ${callback}`,
    'https://evil.example/',
    '//evil.example',
    'javascript:alert(1)',
    '/login',
  ]) {
    for (const path of ['/oauth2/authorize', '/login', '/signup', '/forgotPassword', '/confirm']) {
      const location = await locationOf(requestPath(pool, { redirect_uri: redirectUri }, path))
      const query = new URLSearchParams({
        error: 'redirect_mismatch',
        client_id: id,
        redirect_uri: redirectUri,
      })
      t.equal(location, `${pool.origin}/error?${query}`, redirectUri)
    }
  }
})

t.test('the callback of another client is not one', async t => {
  const [address = ''] = pool.client('cli').callbackUrls
  t.match(
    await locationOf(requestPath(pool, { redirect_uri: address })),
    '/error?error=redirect_mismatch&',
  )
})

t.test('not even with an error', async t => {
  const wrong = { redirect_uri: 'https://evil.example/', response_type: 'x', scope: 'y' }
  t.match(await locationOf(requestPath(pool, wrong)), '/error?error=redirect_mismatch&')
})

t.test('without client or redirect_uri there is nowhere to go', async t => {
  for (const [parameters, query] of [
    [{ client_id: undefined }, 'error=missing_client_id'],
    [{ client_id: '' }, 'error=missing_client_id'],
    [{ client_id: 'nobody' }, 'error=unknown_client&client_id=nobody'],
    [{ redirect_uri: undefined }, `error=missing_redirect_uri&client_id=${id}`],
  ] as const) {
    t.equal(await locationOf(requestPath(pool, parameters)), `${pool.origin}/error?${query}`)
  }
})

t.test(
  'of two redirect_uris the first must be registered, and gets to know of the mistake',
  async t => {
    const twice = `${requestPath(pool)}&redirect_uri=https%3A%2F%2Fevil.example`
    t.equal(await locationOf(twice), `${callback}?error=invalid_request`)
    const evilFirst = requestPath(pool).replace('?', '?redirect_uri=https%3A%2F%2Fevil.example&')
    t.match(await locationOf(evilFirst), '/error?error=redirect_mismatch&')
  },
)
