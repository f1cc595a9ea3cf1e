import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import {
  basic,
  callback,
  codeFor,
  type Parameters,
  post,
  requestTokens,
  tokensFor,
} from './relying-party.ts'

const options = {
  clients: [
    { name: 'web', flows: ['code', 'refresh_token'], callbackUrls: [callback] },
    { name: 'other', flows: ['code'], callbackUrls: [callback] },
    { name: 'secret', flows: ['code'], callbackUrls: [callback], secret: true },
    { name: 'off', flows: ['code', 'refresh_token'], callbackUrls: [callback], revocation: false },
  ],
} as const
const pool = await createUserPool(options)
t.teardown(pool.close)
const { id } = pool.client('web')

const revoke = (parameters: Parameters, headers?: Record<string, string>) =>
  post(pool.revocationEndpoint, { client_id: id, ...parameters }, headers)

const userInfo = (token: string, at = pool) =>
  fetch(at.userInfoEndpoint, { headers: { authorization: `Bearer ${token}` } })

t.test(
  '200 with an empty body; refresh and access tokens are no longer good at the pool',
  async t => {
    const tokens = await tokensFor(pool)
    const { refresh_token } = tokens
    const { body } = await requestTokens(pool, { grant_type: 'refresh_token', refresh_token })
    const response = await fetch(pool.revocationEndpoint, {
      method: 'POST',
      body: new URLSearchParams({ token: tokens.refresh_token, client_id: id }),
    })
    t.equal(response.status, 200)
    t.equal(await response.text(), '')
    t.equal(response.headers.get('access-control-allow-origin'), '*')
    const refused = await requestTokens(pool, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    })
    t.strictSame(refused.body, { error: 'invalid_grant' })
    t.equal((await userInfo(tokens.access_token)).status, 401)
    t.equal((await userInfo(String(body.access_token))).status, 401)
  },
)

t.test(
  'the signature of a revoked access token is still good: only the pool knows better',
  async t => {
    const tokens = await tokensFor(pool)
    await revoke({ token: tokens.refresh_token })
    const keys = createRemoteJWKSet(new URL(pool.jwksUri))
    const { payload } = await jwtVerify(tokens.access_token, keys, { issuer: pool.issuer })
    t.equal(payload.token_use, 'access')
  },
)

t.test('other sign-ins of the same user are not touched', async t => {
  const [one, other] = [await tokensFor(pool), await tokensFor(pool)]
  await revoke({ token: one.refresh_token })
  t.equal((await userInfo(one.access_token)).status, 401)
  t.equal((await userInfo(other.access_token)).status, 200)
})

t.test('200 also for a token that is unknown or revoked already', async t => {
  const { refresh_token } = await tokensFor(pool)
  for (const token of [refresh_token, refresh_token, 'x', `${refresh_token}x`]) {
    const { status, body } = await revoke({ token })
    t.strictSame({ status, body }, { status: 200, body: {} })
  }
})

t.test('it is remembered', async t => {
  const kept = { ...options, dataFolder: t.testdir() }
  const before = await createUserPool(kept)
  const { refresh_token } = await tokensFor(before)
  await post(before.revocationEndpoint, {
    token: refresh_token,
    client_id: before.client('web').id,
  })
  await before.close()
  const after = await createUserPool(kept)
  t.teardown(after.close)
  const { body } = await requestTokens(after, { grant_type: 'refresh_token', refresh_token })
  t.strictSame(body, { error: 'invalid_grant' })
})

t.test('a refresh token from before the state was lost can be revoked too', async t => {
  const lost = { ...options, dataFolder: t.testdir() }
  const before = await createUserPool(lost)
  const { refresh_token } = await tokensFor(before)
  await before.close()
  await rm(join(lost.dataFolder, 'user-pool-state.json'))
  const after = await createUserPool(lost)
  t.teardown(after.close)
  const refresh = () => requestTokens(after, { grant_type: 'refresh_token', refresh_token })
  t.equal((await refresh()).status, 200)
  await post(after.revocationEndpoint, { token: refresh_token, client_id: after.client('web').id })
  t.strictSame((await refresh()).body, { error: 'invalid_grant' })
})

async function refused(answer: Promise<{ status: number; body: object }>, expected: object) {
  const { status, body } = await answer
  t.strictSame({ status, ...body }, expected)
}

t.test('invalid_request: no token, or revocation is off for the client', async t => {
  await refused(revoke({}), { status: 400, error: 'invalid_request' })
  const off = pool.client('off').id
  await refused(revoke({ token: 'x', client_id: off }), { status: 400, error: 'invalid_request' })
  await refused(revoke({ token: 'x', client_id: undefined }), {
    status: 400,
    error: 'invalid_request',
  })
  t.equal((await fetch(pool.revocationEndpoint)).status, 404)
})

t.test('unsupported_token_type: not a refresh token', async () => {
  const { access_token, id_token } = await tokensFor(pool)
  for (const token of [access_token, id_token]) {
    await refused(revoke({ token }), { status: 400, error: 'unsupported_token_type' })
  }
})

t.test('invalid_client: unknown, without its secret, or not the client of the token', async t => {
  const { refresh_token: token, access_token } = await tokensFor(pool)
  const secret = pool.client('secret')
  const expected = { status: 401, error: 'invalid_client' }
  await refused(revoke({ token, client_id: 'nobody' }), expected)
  await refused(revoke({ token, client_id: pool.client('other').id }), expected)
  await refused(revoke({ token, client_id: secret.id }), expected)
  await refused(revoke({ token, client_id: undefined }, basic(secret.id, 'x')), expected)
  t.equal((await userInfo(access_token)).status, 200)
})

t.test('a client without revocation has tokens without origin_jti', async t => {
  const off = pool.client('off').id
  const code = await codeFor(pool, { client_id: off })
  const { body } = await requestTokens(pool, {
    grant_type: 'authorization_code',
    client_id: off,
    code,
    redirect_uri: callback,
  })
  const claims = [body.access_token, body.id_token].map(token =>
    JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()),
  )
  for (const payload of claims) t.notOk('origin_jti' in payload)
  t.equal((await userInfo(String(body.access_token))).status, 200)
})
