import { createHash } from 'node:crypto'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import {
  basic,
  callback,
  codeFor,
  type Parameters,
  requestTokens,
  signIn,
  testClock,
} from './relying-party.ts'

const clock = testClock()
const postman = 'https://oauth.pstmn.io/v1/callback'
const pool = await createUserPool({
  clock: clock.read,
  clients: [
    { name: 'web', flows: ['code'], callbackUrls: [callback, `${callback}/2`] },
    { name: 'other', flows: ['code'], callbackUrls: [callback] },
    { name: 'implicit', flows: ['implicit'], callbackUrls: [callback] },
    { name: 'api', flows: ['USER_PASSWORD_AUTH', 'refresh_token'] },
    { name: 'postman', flows: ['code'], secret: true, callbackUrls: [postman] },
    {
      name: 'narrow',
      flows: ['code'],
      callbackUrls: [callback],
      readAttributes: ['email'],
      scopes: ['openid', 'email', 'profile'],
    },
  ],
})
t.teardown(pool.close)

const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
const codeChallenge = createHash('sha256').update(verifier).digest('base64url')
const pkce = { code_challenge: codeChallenge, code_challenge_method: 'S256' }

const exchange = (parameters: Parameters, headers?: Record<string, string>) =>
  requestTokens(
    pool,
    { grant_type: 'authorization_code', redirect_uri: callback, ...parameters },
    headers,
  )

async function refused(parameters: Parameters, error: object, what = '') {
  const { status, body } = await exchange(parameters)
  t.equal(status, 400, what)
  t.strictSame(body, error, what)
}

const invalidGrant = { error: 'invalid_grant' }

t.test(
  'the answer has Cognito’s five members, must not be stored, and any page may read it',
  async t => {
    const { status, body, headers } = await exchange({ code: await codeFor(pool) })
    t.equal(status, 200)
    t.equal(headers.get('content-type'), 'application/json; charset=utf-8')
    t.equal(headers.get('cache-control'), 'no-store')
    t.equal(headers.get('access-control-allow-origin'), '*')
    t.strictSame(Object.keys(body), [
      'id_token',
      'access_token',
      'refresh_token',
      'expires_in',
      'token_type',
    ])
    t.match(body, { expires_in: 3600, token_type: 'Bearer' })
  },
)

t.test('without the scope openid there is no ID token', async t => {
  const code = await codeFor(pool, { scope: 'orders/order.read' })
  const { body } = await exchange({ code })
  t.strictSame(Object.keys(body), ['access_token', 'refresh_token', 'expires_in', 'token_type'])
})

t.test('a refresh token is encrypted: it shows nothing', async t => {
  const { body } = await exchange({ code: await codeFor(pool) })
  const parts = String(body.refresh_token).split('.')
  t.equal(parts.length, 5)
  t.strictSame(JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString()), {
    cty: 'JWT',
    enc: 'A256GCM',
    alg: 'dir',
  })
})

t.test('PKCE: the verifier of the challenge', async t => {
  const { status } = await exchange({ code: await codeFor(pool, pkce), code_verifier: verifier })
  t.equal(status, 200)
})

t.test('a client with a secret by Basic or in the body, and with PKCE too', async t => {
  const { id, secret = '' } = pool.client('postman')
  const request = { client_id: id, redirect_uri: postman, ...pkce }
  const byBasic = await exchange(
    {
      client_id: undefined,
      code: await codeFor(pool, request),
      redirect_uri: postman,
      code_verifier: verifier,
    },
    basic(id, secret),
  )
  t.equal(byBasic.status, 200)
  const inBody = await exchange({
    client_id: id,
    client_secret: secret,
    code: await codeFor(pool, {
      ...request,
      code_challenge: undefined,
      code_challenge_method: undefined,
    }),
    redirect_uri: postman,
  })
  t.equal(inBody.status, 200)
})

t.test('invalid_grant: a code is good once', async t => {
  const code = await codeFor(pool)
  t.equal((await exchange({ code })).status, 200)
  await refused({ code }, invalidGrant)
})

t.test('a code that was used twice takes no tokens with it, as in Cognito', async t => {
  const code = await codeFor(pool)
  const { body } = await exchange({ code })
  await refused({ code }, invalidGrant)
  const userInfo = await fetch(pool.userInfoEndpoint, {
    headers: { authorization: `Bearer ${body.access_token}` },
  })
  t.equal(userInfo.status, 200)
})

t.test('invalid_grant: a code is good for five minutes', async t => {
  const code = await codeFor(pool)
  clock.forward(299)
  t.equal((await exchange({ code })).status, 200)
  const late = await codeFor(pool)
  clock.forward(300)
  await refused({ code: late }, invalidGrant)
})

t.test('invalid_grant: a code of another client, of nobody, of another verifier', async () => {
  await refused({ code: 'nobody' }, invalidGrant)
  await refused({ code: await codeFor(pool), client_id: pool.client('other').id }, invalidGrant)
  for (const code_verifier of [undefined, '', `${verifier}x`, codeChallenge]) {
    await refused({ code: await codeFor(pool, pkce), code_verifier }, invalidGrant)
  }
  await refused({ code: await codeFor(pool), code_verifier: verifier }, invalidGrant)
})

t.test('unauthorized_client: another redirect_uri, even one of the client', async () => {
  for (const redirect_uri of [`${callback}/2`, `${callback}/`, 'https://evil.example/']) {
    await refused(
      { code: await codeFor(pool), redirect_uri },
      { error: 'unauthorized_client', error_description: 'invalid_redirect' },
    )
  }
})

t.test('a wrong attempt uses the code up too', async t => {
  for (const wrong of [
    { client_id: pool.client('other').id },
    { redirect_uri: `${callback}/2` },
    { code_verifier: verifier },
  ]) {
    const code = await codeFor(pool)
    t.equal((await exchange({ code, ...wrong })).status, 400)
    await refused({ code }, invalidGrant)
  }
})

t.test('of two requests at once one gets the tokens', async t => {
  const code = await codeFor(pool)
  const answers = await Promise.all([exchange({ code }), exchange({ code })])
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 400])
})

t.test('invalid_request: code or redirect_uri missing, or one of them twice', async t => {
  const code = await codeFor(pool)
  await refused({ code: undefined }, { error: 'invalid_request' })
  await refused({ code, redirect_uri: undefined }, { error: 'invalid_request' })
  const twice = `grant_type=authorization_code&client_id=${pool.client('web').id}&code=${code}&code=x`
  const response = await fetch(pool.tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: twice,
  })
  t.equal(await response.text(), '{"error":"invalid_request"}')
})

t.test('unauthorized_client: the flow is not one of the client', async () => {
  await refused(
    { code: 'x', client_id: pool.client('implicit').id },
    { error: 'unauthorized_client' },
  )
})

t.test('invalid_grant: a client without any OAuth flow', async t => {
  const { id } = pool.client('api')
  await refused({ code: 'x', client_id: id }, invalidGrant)
  const { body } = await requestTokens(pool, { grant_type: 'refresh_token', client_id: id })
  t.strictSame(body, invalidGrant)
})

t.test('invalid_client: unknown, or with a wrong secret', async () => {
  const code = await codeFor(pool)
  await refused({ code, client_id: 'nobody' }, { error: 'invalid_client' })
  await refused({ code, client_secret: 'x' }, { error: 'invalid_client' })
})

t.test('invalid_grant: the client cannot read an attribute that a scope is about', async t => {
  const { id } = pool.client('narrow')
  const code = await codeFor(pool, { client_id: id, scope: 'openid email' })
  await refused({ code, client_id: id }, invalidGrant)
  const allowed = await codeFor(pool, { client_id: id, scope: 'openid profile' })
  t.equal((await exchange({ code: allowed, client_id: id })).status, 200)
})

t.test('the code of a client is in nobody else’s session', async t => {
  const [one, other] = await Promise.all([signIn(pool), signIn(pool)])
  t.not(one.searchParams.get('code'), other.searchParams.get('code'))
})
