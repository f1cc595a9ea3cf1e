import { createRequire } from 'node:module'
import t from 'tap'
import { createUserPool } from '../support/user-pool.ts'

// Newman cannot open the window in which Postman has people sign in, nor does it fetch tokens by
// itself. Here its engine makes the requests of that window and of Postman one by one, and stops at
// the callback, a page that no request of this machine ever reaches.

interface Summary {
  readonly run: {
    readonly failures: readonly { readonly error: Error }[]
    readonly stats: Record<'requests' | 'assertions', { readonly total: number }>
  }
}
interface Newman {
  readonly run: (
    options: Readonly<Record<string, unknown>>,
    done: (error: Error | null, summary: Summary) => void,
  ) => void
}

const newman = createRequire(import.meta.url)('newman') as Newman
const pool = await createUserPool()
t.teardown(pool.close)
const { id, secret = '' } = pool.client('postman')
const callback = 'https://oauth.pstmn.io/v1/callback'
const scope = 'openid orders/order.read'
// RFC 7636, appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'

interface Step {
  readonly name: string
  readonly request: Readonly<Record<string, unknown>>
  /** Run after the answer. */
  readonly script: string
}

function run(steps: readonly Step[]): Promise<Summary> {
  const collection = {
    info: {
      name: 'As the window of Postman',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    item: steps.map(({ name, request, script }) => ({
      name,
      request,
      event: [{ listen: 'test', script: { exec: script.split('\n') } }],
      protocolProfileBehavior: { followRedirects: false },
    })),
  }
  return new Promise((resolve, reject) => {
    newman.run({ collection, reporters: [] }, (error, summary) =>
      error === null ? resolve(summary) : reject(error),
    )
  })
}

const form = (fields: Readonly<Record<string, string>>) => ({
  mode: 'urlencoded',
  urlencoded: Object.entries(fields).map(([key, value]) => ({ key, value })),
})

/** From the authorization endpoint to the code at the callback, in the variable `code`. */
function window(more: Readonly<Record<string, string>> = {}): Step[] {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: id,
    redirect_uri: callback,
    scope,
    state: 'from postman',
    ...more,
  })
  const follow = `pm.test('sent on', () => pm.response.to.have.status(302))
pm.collectionVariables.set('location', pm.response.headers.get('location'))`
  return [
    {
      name: 'authorize',
      request: { method: 'GET', url: `${pool.origin}/oauth2/authorize?${query}` },
      script: follow,
    },
    {
      name: 'sign-in page',
      request: { method: 'GET', url: '{{location}}' },
      script: `pm.test('shown', () => pm.response.to.have.status(200))
const [, csrf] = /name="_csrf" value="([^"]+)"/.exec(pm.response.text())
pm.collectionVariables.set('csrf', csrf)`,
    },
    {
      name: 'sign in',
      request: {
        method: 'POST',
        url: '{{location}}',
        body: form({
          _csrf: '{{csrf}}',
          username: 'alice@example.com',
          password: 'alice-password',
        }),
      },
      script: `${follow}
const [address, answer] = pm.collectionVariables.get('location').split('?')
const parameters = new Map(answer.split('&').map(part => part.split('=')))
pm.test('at the callback', () => pm.expect(address).to.equal('${callback}'))
pm.test('with the state', () => pm.expect(parameters.get('state')).to.equal('from+postman'))
pm.collectionVariables.set('code', parameters.get('code'))`,
    },
  ]
}

const tokens = `pm.test('tokens', () => {
  pm.response.to.have.status(200)
  pm.expect(Object.keys(pm.response.json())).to.have.members(
    ['id_token', 'access_token', 'refresh_token', 'expires_in', 'token_type'])
})
pm.collectionVariables.set('accessToken', pm.response.json().access_token)
pm.collectionVariables.set('refreshToken', pm.response.json().refresh_token)`

function atTokenEndpoint(
  name: string,
  fields: Readonly<Record<string, string>>,
  script: string,
  auth?: unknown,
): Step {
  const request = { method: 'POST', url: pool.tokenEndpoint, body: form(fields), auth }
  return { name, request, script }
}

const exchange = { grant_type: 'authorization_code', code: '{{code}}', redirect_uri: callback }
const basic = {
  type: 'basic',
  basic: [
    { key: 'username', value: id },
    { key: 'password', value: secret },
  ],
}

t.test('Authorization Code: the secret as Basic header, refresh, userInfo', async t => {
  const { run: done } = await run([
    ...window(),
    atTokenEndpoint('code', exchange, tokens, basic),
    atTokenEndpoint(
      'refresh',
      { grant_type: 'refresh_token', refresh_token: '{{refreshToken}}' },
      `pm.test('tokens', () => pm.expect(pm.response.json()).to.have.keys(
  ['id_token', 'access_token', 'expires_in', 'token_type']))`,
      basic,
    ),
    {
      name: 'userInfo',
      request: {
        method: 'GET',
        url: pool.userInfoEndpoint,
        auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{accessToken}}' }] },
      },
      script: `pm.test('alice', () => pm.expect(pm.response.json().email).to.equal('alice@example.com'))`,
    },
  ])
  t.strictSame(
    done.failures.map(({ error }) => error.message),
    [],
  )
  t.equal(done.stats.requests.total, 6)
  t.equal(done.stats.assertions.total, 8)
})

t.test('Authorization Code (With PKCE): the secret in the body', async t => {
  const { run: done } = await run([
    ...window({ code_challenge: challenge, code_challenge_method: 'S256' }),
    atTokenEndpoint(
      'code',
      { ...exchange, client_id: id, client_secret: secret, code_verifier: verifier },
      tokens,
    ),
  ])
  t.strictSame(
    done.failures.map(({ error }) => error.message),
    [],
  )
  t.equal(done.stats.requests.total, 4)
  t.equal(done.stats.assertions.total, 6)
})

t.test('Client Credentials', async t => {
  const machine = pool.client('machine')
  const fields = { grant_type: 'client_credentials', scope: 'orders/order.write' }
  const { run: done } = await run([
    atTokenEndpoint(
      'machine',
      { ...fields, client_id: machine.id, client_secret: machine.secret ?? '' },
      `pm.test('tokens', () => pm.expect(pm.response.json()).to.have.keys(
  ['access_token', 'expires_in', 'token_type']))`,
    ),
  ])
  t.strictSame(
    done.failures.map(({ error }) => error.message),
    [],
  )
  t.equal(done.stats.assertions.total, 1)
})
