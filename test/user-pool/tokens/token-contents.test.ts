import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import t from 'tap'
import { rolesOf } from '../../../src/user-pool/tokens/group-roles.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { basic, requestTokens, signIn, testClock, tokensFor } from '../oauth/relying-party.ts'

const clock = testClock()
const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`
const pool = await createUserPool({
  clock: clock.read,
  users: [
    {
      email: 'alice@example.com',
      password: 'alice-password',
      groups: ['admin', 'staff'],
      attributes: {
        phone_number: '+4930123456',
        phone_number_verified: 'false',
        given_name: 'Alice',
        'custom:tenant': '7',
      },
    },
    { email: 'bob@example.com', password: 'bob-password' },
  ],
  groups: [
    { name: 'staff', description: '', role: role('staff'), precedence: 2 },
    { name: 'admin', description: '', role: role('admin'), precedence: 1 },
  ],
})
t.teardown(pool.close)
const { sub } = pool.user('alice@example.com')
const clientId = pool.client('web').id
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

t.test('the access token of a sign-in', async t => {
  const { access_token } = await tokensFor(pool, { scope: 'openid orders/order.read' })
  const { jti, origin_jti, event_id, ...claims } = decodeJwt(access_token)
  t.strictSame(claims, {
    sub,
    'cognito:groups': ['admin', 'staff'],
    iss: pool.issuer,
    version: 2,
    client_id: clientId,
    token_use: 'access',
    scope: 'openid orders/order.read',
    auth_time: clock.seconds,
    exp: clock.seconds + 3600,
    iat: clock.seconds,
    username: sub,
  })
  for (const id of [jti, origin_jti, event_id]) t.match(id, uuid)
  t.strictSame(Object.keys(decodeProtectedHeader(access_token)), ['kid', 'alg'])
})

t.test('the ID token of a sign-in; of one event and one sign-in with the access token', async t => {
  const tokens = await tokensFor(pool, { scope: 'openid', nonce: 'n' })
  const access = decodeJwt(tokens.access_token)
  const { jti, at_hash, ...claims } = decodeJwt(tokens.id_token)
  t.strictSame(claims, {
    sub,
    'cognito:groups': ['admin', 'staff'],
    'cognito:roles': [role('staff'), role('admin')],
    'cognito:preferred_role': role('admin'),
    email: 'alice@example.com',
    email_verified: true,
    phone_number: '+4930123456',
    phone_number_verified: false,
    given_name: 'Alice',
    'custom:tenant': '7',
    iss: pool.issuer,
    'cognito:username': sub,
    nonce: 'n',
    origin_jti: access.origin_jti,
    aud: clientId,
    event_id: access.event_id,
    token_use: 'id',
    auth_time: clock.seconds,
    exp: clock.seconds + 3600,
    iat: clock.seconds,
  })
  t.match(jti, uuid)
  t.match(at_hash, /^[\w-]{22}$/)
})

t.test('attributes by scope', async t => {
  const { id_token } = await tokensFor(pool, { scope: 'openid email' })
  const claims = decodeJwt(id_token)
  t.match(claims, { email: 'alice@example.com', email_verified: true })
  for (const name of ['phone_number', 'given_name', 'custom:tenant']) t.notOk(name in claims)
})

t.test('without groups there is neither a claim for them nor for roles', async t => {
  const user = { username: 'bob@example.com', password: 'bob-password' }
  const { hash } = await signIn(pool, { response_type: 'token', scope: 'openid' }, { user })
  const fragment = new URLSearchParams(hash.slice(1))
  for (const name of ['access_token', 'id_token']) {
    const claims = decodeJwt(fragment.get(name) ?? '')
    for (const claim of ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']) {
      t.notOk(claim in claims)
    }
  }
})

t.test('two groups of the same precedence and different roles: none is preferred', async t => {
  const group = (name: string, of: string | undefined, precedence?: number) => ({
    name,
    description: '',
    ...(of !== undefined && { role: role(of) }),
    ...(precedence !== undefined && { precedence }),
  })
  const all = [
    group('a', 'one', 5),
    group('b', 'two', 5),
    group('c', 'one', 5),
    group('d', 'three'),
    group('e', undefined, 0),
  ]
  t.strictSame(rolesOf(['a', 'b'], all), {
    roles: [role('one'), role('two')],
    preferredRole: undefined,
  })
  t.strictSame(rolesOf(['a', 'c', 'd', 'e'], all), {
    roles: [role('one'), role('three')],
    preferredRole: role('one'),
  })
  t.strictSame(rolesOf(['d', 'e'], all), { roles: [role('three')], preferredRole: role('three') })
  t.strictSame(rolesOf(['e'], all), { roles: [], preferredRole: undefined })
})

t.test('resource binding (RFC 8707): aud of the access token, kept on refresh', async t => {
  for (const resource of ['https://api.example/orders', 'http://localhost:3000', 'myapp://api']) {
    const tokens = await tokensFor(pool, { resource })
    t.equal(decodeJwt(tokens.access_token).aud, resource)
    t.equal(decodeJwt(tokens.id_token).aud, clientId)
    const { refresh_token } = tokens
    const { body } = await requestTokens(pool, { grant_type: 'refresh_token', refresh_token })
    t.equal(decodeJwt(String(body.access_token)).aud, resource)
  }
  const { hash } = await signIn(pool, { response_type: 'token', resource: 'https://api.example' })
  const token = new URLSearchParams(hash.slice(1)).get('access_token') ?? ''
  t.equal(decodeJwt(token).aud, 'https://api.example')
})

t.test('a machine is never bound to a resource', async t => {
  const { id, secret = '' } = pool.client('machine')
  const { body } = await requestTokens(
    pool,
    { client_id: id, grant_type: 'client_credentials', resource: 'https://api.example' },
    basic(id, secret),
  )
  t.notOk('aud' in decodeJwt(String(body.access_token)))
})

t.test('the updated form of issuer: tokens, discovery and key set follow it', async t => {
  const updated = await createUserPool({ issuerForm: 'updated' })
  t.teardown(updated.close)
  t.equal(updated.issuer, `${updated.origin}/issuer-cognito-idp/${updated.userPoolId}`)
  const { access_token } = await tokensFor(updated)
  const discovery = await fetch(updated.openidConfigurationUri)
  const { issuer, jwks_uri } = (await discovery.json()) as { issuer: string; jwks_uri: string }
  t.equal(issuer, updated.issuer)
  const keys = createRemoteJWKSet(new URL(jwks_uri))
  t.match(await jwtVerify(access_token, keys, { issuer }), { payload: { iss: issuer } })
  t.equal(updated.keySetFetches, 1)
  t.equal(
    (await fetch(`${updated.origin}/${updated.userPoolId}/.well-known/jwks.json`)).status,
    404,
  )
})
