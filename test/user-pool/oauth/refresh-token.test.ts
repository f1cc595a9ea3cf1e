import { decodeJwt } from 'jose'
import t from 'tap'
import type { UserPoolOptions } from '../../../src/user-pool/index.ts'
import { newFolder } from '../../support/folder.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { callback, type Parameters, requestTokens, testClock, tokensFor } from './relying-party.ts'

const clock = testClock()
const dataFolder = newFolder()
const pool = await createUserPool({
  clock: clock.read,
  dataFolder,
  clients: [
    {
      name: 'web',
      flows: ['code', 'refresh_token'],
      callbackUrls: [callback],
      accessTokenValidity: '5m',
      idTokenValidity: '2h',
      refreshTokenValidity: '1h',
    },
    { name: 'other', flows: ['code', 'refresh_token'], callbackUrls: [callback] },
    { name: 'once', flows: ['code'], callbackUrls: [callback] },
  ],
})
t.teardown(pool.close)

const refresh = (parameters: Parameters) =>
  requestTokens(pool, { grant_type: 'refresh_token', ...parameters })

async function refused(parameters: Parameters, error: string) {
  const { status, body } = await refresh(parameters)
  t.equal(status, 400)
  t.strictSame(body, { error })
}

t.test('new access and ID tokens of the same sign-in, and no refresh token', async t => {
  const tokens = await tokensFor(pool, { nonce: 'n' })
  t.equal(tokens.expires_in, 300)
  const signedInAt = clock.seconds
  clock.forward(600)
  const { status, body } = await refresh({ refresh_token: tokens.refresh_token })
  t.equal(status, 200)
  t.strictSame(Object.keys(body), ['id_token', 'access_token', 'expires_in', 'token_type'])
  t.match(body, { expires_in: 300, token_type: 'Bearer' })
  for (const [before, after, lifetime] of [
    [tokens.access_token, String(body.access_token), 300],
    [tokens.id_token, String(body.id_token), 7200],
  ] as const) {
    const [old, fresh] = [decodeJwt(before), decodeJwt(after)]
    t.equal(fresh.auth_time, signedInAt)
    t.equal(fresh.iat, signedInAt + 600)
    t.equal(fresh.exp, signedInAt + 600 + lifetime)
    t.equal(fresh.origin_jti, old.origin_jti)
    t.equal(fresh.scope, old.scope)
    t.not(fresh.jti, old.jti)
    t.not(fresh.event_id, old.event_id)
  }
  t.equal(decodeJwt(tokens.id_token).nonce, 'n')
  t.notOk('nonce' in decodeJwt(String(body.id_token)))
})

t.test('a refresh token is good again and again, until it runs out', async t => {
  const { refresh_token } = await tokensFor(pool)
  t.equal((await refresh({ refresh_token })).status, 200)
  clock.forward(3599)
  t.equal((await refresh({ refresh_token })).status, 200)
  clock.forward(1)
  await refused({ refresh_token }, 'invalid_grant')
})

t.test(
  'invalid_grant: a token of another client, of another pool, spoilt, or of another kind',
  async t => {
    const { refresh_token, access_token, id_token } = await tokensFor(pool)
    await refused({ refresh_token, client_id: pool.client('other').id }, 'invalid_grant')
    const elsewhere = await createUserPool()
    t.teardown(elsewhere.close)
    const foreign = await tokensFor(elsewhere)
    for (const wrong of [
      foreign.refresh_token,
      access_token,
      id_token,
      'x',
      `${refresh_token}x`,
      refresh_token.replace('.', '..'),
      refresh_token.slice(0, -1),
    ]) {
      await refused({ refresh_token: wrong }, 'invalid_grant')
    }
  },
)

t.test('invalid_request: no refresh token', async () => {
  await refused({}, 'invalid_request')
})

t.test('unauthorized_client: the client does not have the flow', async () => {
  const { id } = pool.client('once')
  await refused({ client_id: id, refresh_token: 'x' }, 'unauthorized_client')
})

t.test('it survives a restart, but not the end of its user', async t => {
  const { refresh_token } = await tokensFor(pool)
  const clients = [{ name: 'web', flows: ['code', 'refresh_token'] }] as const
  await pool.close()
  async function afterRestart(more: UserPoolOptions) {
    const again = await createUserPool({ clock: clock.read, dataFolder, clients, ...more })
    const { status, body } = await requestTokens(again, {
      grant_type: 'refresh_token',
      refresh_token,
    })
    await again.close()
    return { status, ...body }
  }
  t.match(await afterRestart({}), { status: 200 })
  const carol = { email: 'carol@example.com', password: 'carol-password' }
  const alice = { email: 'alice@example.com', password: 'alice-password', enabled: false }
  for (const users of [[carol], [alice]]) {
    const refused = { status: 400, error: 'invalid_grant' }
    t.strictSame(await afterRestart({ users, groups: [] }), refused)
  }
})
