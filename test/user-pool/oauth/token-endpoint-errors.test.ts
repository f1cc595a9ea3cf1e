import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const { id, secret = '' } = pool.client('machine')
const web = pool.client('web').id
const postman = pool.client('postman')
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
const form = 'application/x-www-form-urlencoded'
const good = `grant_type=client_credentials&client_id=${id}&client_secret=${secret}`
const byBasic = (authorization: string, rest = '') =>
  [`grant_type=client_credentials${rest}`, { authorization, 'content-type': form }] as const
const byBody = (rest: string) => [rest, { 'content-type': form }] as const

type Attempt = readonly [body: string | null, headers: Record<string, string>]

const refused: Record<string, Record<string, Attempt>> = {
  invalid_request: {
    'no grant_type': byBody(`client_id=${id}&client_secret=${secret}`),
    'an empty grant_type': byBody(`grant_type=&client_id=${id}&client_secret=${secret}`),
    'an empty body': byBody(''),
    'no body at all': [null, {}],
    'a body of JSON': [
      JSON.stringify({ grant_type: 'client_credentials' }),
      { 'content-type': 'application/json' },
    ],
    'a body of text': [good, { 'content-type': 'text/plain' }],
    'no content type': [good, { 'content-type': '' }],
    'a body of 65 KiB': byBody(`${good}&x=${'x'.repeat(65 * 1024)}`),
    'grant_type twice': byBody(`${good}&grant_type=client_credentials`),
    'a parameter nobody knows twice': byBody(`${good}&x=1&x=2`),
    'no client at all': byBody('grant_type=client_credentials'),
    'a secret in both places': byBasic(basic(id, secret), `&client_secret=${secret}`),
  },
  unsupported_grant_type: {
    password: byBody(good.replace('client_credentials', 'password')),
    'a grant in capitals': byBody(good.replace('client_credentials', 'CLIENT_CREDENTIALS')),
    __proto__: byBody(good.replace('client_credentials', '__proto__')),
  },
  invalid_client: {
    'an unknown client': byBody('grant_type=client_credentials&client_id=x&client_secret=y'),
    'a wrong secret': byBody(good.slice(0, -1)),
    'a secret with something after it': byBody(`${good}x`),
    'no secret': byBody(`grant_type=client_credentials&client_id=${id}`),
    'the secret of another client': byBasic(basic(id, postman.secret ?? '')),
    'a secret for a client without one': byBasic(basic(web, secret)),
    'a wrong secret by Basic': byBasic(basic(id, `${secret}x`)),
    'Basic without a colon': byBasic(`Basic ${Buffer.from(id).toString('base64')}`),
    'Basic that is no base64': byBasic('Basic ???'),
    'Basic without credentials': byBasic('Basic'),
    'another scheme': byBasic(`Bearer ${await pool.accessToken()}`),
    'another client_id beside Basic': byBasic(basic(id, secret), `&client_id=${web}`),
  },
  unauthorized_client: {
    'a public client without the flow': byBody(`grant_type=client_credentials&client_id=${web}`),
    'a client with a secret and without the flow': byBasic(basic(postman.id, postman.secret ?? '')),
  },
  invalid_scope: {
    'a scope that nobody has': byBody(`${good}&scope=orders/order.delete`),
    'a known scope and an unknown one': byBody(`${good}&scope=orders/order.read+x`),
    'a scope by its short name': byBody(`${good}&scope=order.read`),
    'a scope in capitals': byBody(`${good}&scope=Orders/order.read`),
    'scopes joined by a comma': byBody(`${good}&scope=orders/order.read,orders/order.write`),
    'scopes joined by a tab': byBody(`${good}&scope=orders/order.read%09orders/order.write`),
    'an OpenID Connect scope': byBody(`${good}&scope=openid`),
    'a wildcard': byBody(`${good}&scope=orders/*`),
  },
}

for (const [error, attempts] of Object.entries(refused)) {
  t.test(`${error} (RFC 6749 section 5.2)`, async t => {
    for (const [what, [body, headers]] of Object.entries(attempts)) {
      const response = await fetch(pool.tokenEndpoint, { method: 'POST', headers, body })
      t.equal(response.status, 400, what)
      t.equal(await response.text(), JSON.stringify({ error }), what)
      t.equal(response.headers.get('cache-control'), 'no-store', what)
      t.equal(response.headers.get('access-control-allow-origin'), '*', what)
      t.equal(response.headers.get('www-authenticate'), null, what)
    }
  })
}

t.test('what goes wrong inside the pool is not blamed on the client', async t => {
  let works = true
  const broken = await createUserPool({
    clock: () => {
      if (works) return Date.now()
      throw new Error('the clock has stopped')
    },
  })
  t.teardown(broken.close)
  const machine = broken.client('machine')
  works = false
  const response = await fetch(broken.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: basic(machine.id, machine.secret ?? ''), 'content-type': form },
    body: 'grant_type=client_credentials',
  })
  t.equal(response.status, 500)
})

t.test('other methods and paths are not there', async t => {
  t.equal((await fetch(pool.tokenEndpoint)).status, 404)
  const elsewhere = pool.jwksUri.replace(pool.userPoolId, 'eu-central-1_Elsewhere')
  t.equal((await fetch(elsewhere)).status, 404)
})
