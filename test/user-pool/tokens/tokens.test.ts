import { createHash } from 'node:crypto'
import { CognitoJwtVerifier, JwtVerifier } from 'aws-jwt-verify'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'

const now = 1_800_000_000
const pool = await createUserPool({ clock: () => now * 1000 + 999 })
t.teardown(pool.close)
const { issuer } = pool
const web = pool.client('web').id
const machine = pool.client('machine').id
const alice = pool.user('alice@example.com').sub
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/
const anyUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const allScopes = 'orders/order.read orders/order.write orders/revocation.write'

t.test('the access token of a user has the claims Cognito gives it', async t => {
  const token = await pool.accessToken()
  const { jti, event_id, origin_jti, ...claims } = decodeJwt(token)
  t.strictSame(claims, {
    sub: alice,
    'cognito:groups': ['admin'],
    iss: issuer,
    version: 2,
    client_id: web,
    token_use: 'access',
    scope: allScopes,
    auth_time: now,
    exp: now + 3600,
    iat: now,
    username: alice,
  })
  for (const id of [jti, event_id, origin_jti]) t.match(id, anyUuid)
  t.equal(new Set([jti, event_id, origin_jti]).size, 3)
  t.match(alice, uuid)
})

t.test('the access token of a machine says nothing of a sign-in', async t => {
  const { jti, ...claims } = decodeJwt(await pool.machineToken())
  t.strictSame(claims, {
    sub: machine,
    token_use: 'access',
    scope: allScopes,
    auth_time: now,
    iss: issuer,
    exp: now + 3600,
    iat: now,
    version: 2,
    client_id: machine,
  })
  t.match(jti, anyUuid)
})

t.test('the ID token of a user has the claims Cognito gives it', async t => {
  const { jti, event_id, origin_jti, ...claims } = decodeJwt(await pool.idToken())
  t.strictSame(claims, {
    sub: alice,
    'cognito:groups': ['admin'],
    email_verified: true,
    iss: issuer,
    'cognito:username': alice,
    aud: web,
    token_use: 'id',
    auth_time: now,
    exp: now + 3600,
    iat: now,
    email: 'alice@example.com',
  })
  for (const id of [jti, event_id, origin_jti]) t.match(id, anyUuid)
})

t.test('an ID token can be bound to a nonce and to an access token', async t => {
  const accessToken = await pool.accessToken()
  const { nonce, at_hash } = decodeJwt(await pool.idToken({ nonce: 'n-1', accessToken }))
  t.equal(nonce, 'n-1')
  const digest = createHash('sha256').update(accessToken).digest()
  t.equal(at_hash, digest.subarray(0, 16).toString('base64url'))
})

t.test('the header is kid and alg alone, with one key for each kind of token', async t => {
  const headers = await Promise.all([pool.accessToken(), pool.machineToken(), pool.idToken()])
  const [access, machineAccess, id] = headers.map(token => decodeProtectedHeader(token))
  const [accessKey, idKey] = pool.keySet.keys
  t.strictSame(access, { kid: accessKey?.kid, alg: 'RS256' })
  t.strictSame(machineAccess, access)
  t.strictSame(id, { kid: idKey?.kid, alg: 'RS256' })
  t.not(accessKey?.kid, idKey?.kid)
  t.match(accessKey?.kid, /^local-[A-Za-z0-9+/]{43}=$/)
})

t.test('jose verifies every kind against the key set over HTTP', async t => {
  const keys = createRemoteJWKSet(new URL(pool.jwksUri))
  const currentDate = new Date(now * 1000)
  for (const token of [await pool.accessToken(), await pool.machineToken(), await pool.idToken()]) {
    const { payload } = await jwtVerify(token, keys, { issuer, currentDate, algorithms: ['RS256'] })
    t.equal(payload.iss, issuer)
  }
  t.equal(pool.keySetFetches, 1)
})

t.test('aws-jwt-verify accepts them as tokens of Cognito', async t => {
  const livePool = await createUserPool()
  t.teardown(livePool.close)
  const { keySet, jwksUri } = livePool
  const verifier = JwtVerifier.create({ issuer: livePool.issuer, audience: null, jwksUri })
  verifier.cacheJwks({ keys: keySet.keys.map(key => ({ ...key })) })
  t.match(await verifier.verify(await livePool.accessToken()), { token_use: 'access' })

  const userPoolId = livePool.userPoolId
  const clientId = livePool.client('web').id
  const cognito = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' })
  cognito.cacheJwks({ keys: keySet.keys.map(key => ({ ...key })) })
  const iss = `https://cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`
  t.match(await cognito.verify(await livePool.accessToken({ claims: { iss } })), { sub: /./ })
  await t.rejects(cognito.verify(await livePool.idToken({ claims: { iss } })), {
    message: 'Token use not allowed: id. Expected: access',
  })
})

t.test('user, groups, scopes and client are chosen by name', async t => {
  const bob = pool.user('bob@example.com')
  const claims = decodeJwt(
    await pool.accessToken({
      user: bob.email,
      clientId: 'cli',
      scopes: ['order.read', 'billing/order.read', 'openid', 'aws.cognito.signin.user.admin'],
    }),
  )
  t.equal(claims.sub, bob.sub)
  t.notOk('cognito:groups' in claims)
  t.equal(claims.client_id, pool.client('cli').id)
  t.equal(claims.scope, 'orders/order.read billing/order.read openid aws.cognito.signin.user.admin')
  const bySub = decodeJwt(await pool.idToken({ user: bob.sub, groups: ['x', 'y'] }))
  t.equal(bySub.sub, bob.sub)
  t.strictSame(bySub['cognito:groups'], ['x', 'y'])
  t.notOk('cognito:groups' in decodeJwt(await pool.accessToken({ groups: [] })))
  t.notOk('scope' in decodeJwt(await pool.accessToken({ scopes: [] })))
  const machineClaims = decodeJwt(await pool.machineToken({ scopes: ['order.read'] }))
  t.equal(machineClaims.scope, 'orders/order.read')
})

t.test('a client id that the pool does not know stands as it is', async t => {
  t.equal(decodeJwt(await pool.accessToken({ clientId: 'else' })).client_id, 'else')
  const { sub, client_id, scope } = decodeJwt(await pool.machineToken({ clientId: 'else' }))
  t.strictSame({ sub, client_id, scope }, { sub: 'else', client_id: 'else', scope: allScopes })
})

t.test('claims and header members are replaced one at a time, or left out', async t => {
  const options = { claims: { version: undefined, extra: 1 }, header: { typ: 'JWT' } }
  for (const make of [pool.accessToken, pool.idToken, pool.machineToken]) {
    const token = await make(options)
    const claims = decodeJwt(token)
    t.notOk('version' in claims)
    t.equal(claims.extra, 1)
    const { kid, ...header } = decodeProtectedHeader(token)
    t.strictSame(header, { typ: 'JWT', alg: 'RS256' })
  }
})

t.test('expiresIn counts in seconds; at zero or less the token has run out', async t => {
  const times = async (expiresIn: number) => {
    const { iat, auth_time, exp } = decodeJwt(await pool.accessToken({ expiresIn }))
    return { iat, auth_time, exp }
  }
  t.strictSame(await times(1), { iat: now, auth_time: now, exp: now + 1 })
  t.strictSame(await times(0), { iat: now - 3600, auth_time: now - 3600, exp: now })
  t.strictSame(await times(-60), { iat: now - 3660, auth_time: now - 3660, exp: now - 60 })
})

t.test('an unknown user or client is an error that names the known ones', async t => {
  await t.rejects(pool.accessToken({ user: 'carol@example.com' }), {
    message:
      'The user pool has no user carol@example.com: known are alice@example.com, bob@example.com',
  })
  t.throws(() => pool.client('phone'), {
    message: 'The user pool has no app client phone: known are web, docs, cli, postman, machine',
  })
})

t.test('an option that there is not is refused, whatever a type checker was told', async t => {
  const misspelt = { scope: [] } as object
  for (const kind of ['accessToken', 'machineToken'] as const) {
    await t.rejects(async () => pool[kind](misspelt), {
      name: 'TypeError',
      message: `${kind} has no option scope: did you mean scopes?`,
    })
  }
  await t.rejects(async () => pool.idToken({ audience: 'x' } as object), {
    name: 'TypeError',
    message: /^idToken has no option audience: did you mean /,
  })
})

t.test('so is one of another type', async t => {
  const wrong = async (make: (options: object) => Promise<string>, options: object) =>
    make(options).catch(String)
  const { accessToken, idToken, machineToken } = pool
  t.equal(
    await wrong(accessToken, { scopes: 'order.read' }),
    'TypeError: accessToken: scopes must be a list of names',
  )
  t.equal(
    await wrong(idToken, { groups: 'admin' }),
    'TypeError: idToken: groups must be a list of names',
  )
  for (const expiresIn of ['5m', Number.NaN, null]) {
    t.equal(
      await wrong(machineToken, { expiresIn }),
      'TypeError: machineToken: expiresIn must be a number of seconds, such as 300',
    )
  }
})

t.test('the time is that of Date.now when a token is made, which test runners replace', async t => {
  const made = await createUserPool()
  t.teardown(made.close)
  const { now: realNow } = Date
  t.teardown(() => {
    Date.now = realNow
  })
  Date.now = () => now * 1000
  t.equal(decodeJwt(await made.accessToken()).iat, now)
})
