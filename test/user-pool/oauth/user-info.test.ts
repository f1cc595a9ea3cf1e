import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { callback, testClock, tokensFor } from './relying-party.ts'

const clock = testClock()
const pool = await createUserPool({
  clock: clock.read,
  users: [
    {
      email: 'alice@example.com',
      password: 'alice-password',
      attributes: {
        phone_number: '+4930123456',
        phone_number_verified: 'false',
        given_name: 'Alice',
        'custom:tenant': '7',
      },
    },
  ],
  clients: [
    { name: 'web', flows: ['code'], callbackUrls: [callback] },
    {
      name: 'narrow',
      flows: ['code'],
      callbackUrls: [callback],
      readAttributes: ['email', 'given_name'],
    },
  ],
})
t.teardown(pool.close)
const { sub } = pool.user('alice@example.com')
const email = { email: 'alice@example.com', email_verified: 'true' }
const phone = { phone_number: '+4930123456', phone_number_verified: 'false' }
const profile = { given_name: 'Alice', 'custom:tenant': '7' }

async function userInfo(token: string | undefined) {
  const response = await fetch(pool.userInfoEndpoint, {
    headers: token === undefined ? {} : { authorization: token },
  })
  return {
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    headers: response.headers,
    body: (await response.json()) as object,
  }
}

t.test('openid alone opens all attributes; other scopes narrow them to theirs', async t => {
  for (const [scope, attributes] of [
    ['openid', { ...email, ...phone, ...profile }],
    ['openid orders/order.read', { ...email, ...phone, ...profile }],
    ['openid email', email],
    ['openid phone', phone],
    ['openid profile', profile],
    ['openid profile email', { ...email, ...profile }],
  ] as const) {
    const { access_token } = await tokensFor(pool, { scope })
    const { status, body, headers } = await userInfo(`Bearer ${access_token}`)
    t.equal(status, 200)
    t.equal(headers.get('cache-control'), 'no-store')
    t.equal(headers.get('access-control-allow-origin'), '*')
    t.strictSame(body, { sub, ...attributes, username: sub }, scope)
  }
})

t.test('an app client gets what it may read', async t => {
  const token = await pool.accessToken({ clientId: 'narrow', scopes: ['openid'] })
  const { body } = await userInfo(`Bearer ${token}`)
  t.strictSame(body, {
    sub,
    email: 'alice@example.com',
    given_name: 'Alice',
    username: sub,
  })
})

t.test('invalid_request: no bearer token', async t => {
  for (const header of [undefined, 'Bearer', 'Bearer ', 'Basic YTpi', 'Bearer a b']) {
    const { status, challenge, body } = await userInfo(header)
    t.equal(status, 400)
    t.equal(
      challenge,
      'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
    )
    t.strictSame(body, {
      error: 'invalid_request',
      error_description: 'Bad OAuth2 request at UserInfo Endpoint',
    })
  }
})

t.test(
  'invalid_token: no openid in it, as in those of an API sign-in and of a machine',
  async t => {
    const description = 'Access token does not contain openid scope'
    for (const scopes of [['aws.cognito.signin.user.admin'], ['order.read'], []]) {
      const token = await pool.accessToken({ scopes })
      const { status, challenge } = await userInfo(`Bearer ${token}`)
      t.equal(status, 401)
      t.equal(challenge, `error="invalid_token", error_description="${description}"`)
    }
  },
)

t.test('invalid_token: not a good access token of this pool', async t => {
  const description =
    'Access token is expired, disabled, or deleted, or the user has globally signed out.'
  const { id_token, access_token } = await tokensFor(pool)
  const stranger = { claims: { sub: 'nobody' } }
  for (const token of [
    id_token,
    `${access_token}x`,
    'x',
    await pool.accessToken({ scopes: ['openid'], expiresIn: -1 }),
    await pool.accessToken({ scopes: ['openid'], ...stranger }),
    await pool.machineToken({ clientId: 'machine', scopes: ['openid'] }),
  ]) {
    const { status, challenge, body } = await userInfo(`Bearer ${token}`)
    t.equal(status, 401)
    t.equal(challenge, `error="invalid_token", error_description="${description}"`)
    t.strictSame(body, { error: 'invalid_token', error_description: description })
  }
})

t.test('invalid_token: the user has signed out everywhere', async t => {
  const { access_token } = await tokensFor(pool)
  t.equal((await userInfo(`Bearer ${access_token}`)).status, 200)
  await pool.signOutEverywhere('alice@example.com')
  t.equal((await userInfo(`Bearer ${access_token}`)).status, 401)
  const again = await tokensFor(pool)
  t.equal((await userInfo(`Bearer ${again.access_token}`)).status, 200)
})

t.test(
  'tokens signed with the keys of before a rotation are good until they are taken away',
  async t => {
    const { access_token } = await tokensFor(pool)
    await pool.rotateKeys()
    t.equal((await userInfo(`Bearer ${access_token}`)).status, 200)
    await pool.rotateKeys({ keepOld: false })
    t.equal((await userInfo(`Bearer ${access_token}`)).status, 401)
  },
)
