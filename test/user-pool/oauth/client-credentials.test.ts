import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const { id, secret = '' } = pool.client('machine')
const allScopes = 'orders/order.read orders/order.write orders/revocation.write'
const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

async function requestToken(body: string, headers: Record<string, string> = {}) {
  return fetch(pool.tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  })
}

async function scopeOf(response: Response) {
  t.equal(response.status, 200)
  const { access_token } = (await response.json()) as { access_token: string }
  return decodeJwt(access_token).scope
}

t.test(
  'the answer has Cognito’s three members, must not be stored, and any page may read it',
  async t => {
    const response = await requestToken('grant_type=client_credentials&scope=orders/order.read', {
      authorization: basic(id, secret),
    })
    t.equal(response.status, 200)
    t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
    t.equal(response.headers.get('cache-control'), 'no-store')
    t.equal(response.headers.get('pragma'), 'no-cache')
    t.equal(response.headers.get('access-control-allow-origin'), '*')
    const body = (await response.json()) as { access_token: string }
    t.strictSame(Object.keys(body), ['access_token', 'expires_in', 'token_type'])
    t.match(body, { expires_in: 3600, token_type: 'Bearer' })
    const keys = createRemoteJWKSet(new URL(pool.jwksUri))
    const { payload } = await jwtVerify(body.access_token, keys, { issuer: pool.issuer })
    t.match(payload, {
      sub: id,
      client_id: id,
      token_use: 'access',
      version: 2,
      scope: 'orders/order.read',
    })
    t.strictSame(
      ['username', 'origin_jti', 'event_id', 'cognito:groups', 'aud'].filter(
        name => name in payload,
      ),
      [],
    )
  },
)

t.test('the client may give its secret in the body', async t => {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    scope: 'orders/order.write',
  })
  t.equal(await scopeOf(await requestToken(form.toString())), 'orders/order.write')
})

t.test(
  'Basic credentials count with and without form encoding, the scheme in any case',
  async t => {
    const encode = (text: string) => `%${text.charCodeAt(0).toString(16)}${text.slice(1)}`
    const encoded = basic(encode(id), encode(secret))
    for (const authorization of [encoded, encoded.replace('Basic', 'bASIC')]) {
      const response = await requestToken('grant_type=client_credentials', { authorization })
      t.equal(await scopeOf(response), allScopes)
    }
  },
)

t.test('the same client_id may stand beside Basic credentials', async t => {
  const response = await requestToken(`grant_type=client_credentials&client_id=${id}`, {
    authorization: basic(id, secret),
  })
  t.equal(await scopeOf(response), allScopes)
})

t.test('an omitted or empty scope means every custom scope of the client', async t => {
  const authorization = basic(id, secret)
  for (const rest of ['', '&scope=', '&scope=+', '&aws_client_metadata=%7B%7D']) {
    const response = await requestToken(`grant_type=client_credentials${rest}`, { authorization })
    t.equal(await scopeOf(response), allScopes, rest)
  }
})

t.test('a plus sign, like %20, separates scopes; one named twice is given once', async t => {
  const authorization = basic(id, secret)
  for (const scope of [
    'orders/order.write+orders/order.read',
    'orders%2Forder.write%20orders%2Forder.read',
    '+orders/order.write++orders/order.read+orders/order.write',
  ]) {
    const body = `grant_type=client_credentials&scope=${scope}`
    const response = await requestToken(body, { authorization })
    t.equal(await scopeOf(response), 'orders/order.write orders/order.read', scope)
  }
})

t.test('a charset in the content type changes nothing', async t => {
  const response = await requestToken('grant_type=client_credentials', {
    authorization: basic(id, secret),
    'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
  })
  t.equal(await scopeOf(response), allScopes)
})

t.test('a preflight from any page is answered', async t => {
  const response = await fetch(pool.tokenEndpoint, { method: 'OPTIONS' })
  t.equal(response.status, 204)
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  t.equal(response.headers.get('access-control-allow-methods'), 'POST')
  t.equal(
    response.headers.get('access-control-allow-headers'),
    'authorization, content-type, x-amz-user-agent',
  )
})

t.test('a client is given no scope beyond its own, and never a standard one', async t => {
  const narrow = await createUserPool({
    clients: [
      {
        name: 'reader',
        flows: ['client_credentials'],
        secret: true,
        scopes: ['order.read', 'openid'],
      },
    ],
  })
  t.teardown(narrow.close)
  const reader = narrow.client('reader')
  const authorization = basic(reader.id, reader.secret ?? '')
  const request = (scope: string) =>
    fetch(narrow.tokenEndpoint, {
      method: 'POST',
      headers: { authorization },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    })
  t.equal(await scopeOf(await request('')), 'orders/order.read')
  for (const scope of ['orders/order.write', 'openid', 'orders/order.read openid']) {
    const response = await request(scope)
    t.equal(response.status, 400, scope)
    t.strictSame(await response.json(), { error: 'invalid_scope' })
  }
})
