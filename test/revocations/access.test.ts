import t from 'tap'
import type { AccessTokenOptions } from '../../src/user-pool/index.ts'
import { problemAnswer } from '../support/api-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { claimsOf, overEachDatabase } from './instances.ts'

const clock = createTestClock()
const metadata = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"'

function challenged(status: number, code: string, detail: string, parameters: string) {
  const headers = {
    'cache-control': 'no-store',
    'www-authenticate': `Bearer realm="orders"${parameters}, ${metadata}`,
  }
  return problemAnswer({ status, code, detail, headers })
}

const insufficientScope = challenged(
  403,
  'insufficient_scope',
  'The access token lacks a scope this operation requires.',
  ', error="insufficient_scope", error_description="The access token lacks a required scope", scope="orders/revocation.write"',
)
const forbidden = challenged(403, 'forbidden', 'The caller is not allowed to do this.', '')
const signInTooOld = challenged(
  401,
  'insufficient_user_authentication',
  'This operation requires a more recent sign-in.',
  ', error="insufficient_user_authentication", error_description="A more recent sign-in is required", max_age="900"',
)
const invalidToken = challenged(
  401,
  'invalid_token',
  'The access token is not valid for this resource.',
  ', error="invalid_token", error_description="The access token is invalid"',
)

overEachDatabase(
  t,
  'revocations are for administrators',
  async (t, { pool, bobs, send, revoke, status }) => {
    const { id } = await revoke({ kind: 'token', value: 'x' })
    const everything = (token: string) => [
      send(token, 'POST', '/admin/revocations', { kind: 'token', value: 'x' }),
      send(token, 'GET', '/admin/revocations'),
      send(token, 'GET', `/admin/revocations/${id}`),
      send(token, 'DELETE', `/admin/revocations/${id}`),
    ]
    const alices = (options: AccessTokenOptions) => pool.accessToken(options)

    await t.test('with the scope revocation.write', async t => {
      for (const scopes of [[], ['order.write', 'order.read'], ['revocation.read']]) {
        for (const reply of everything(await alices({ scopes }))) {
          t.strictSame(await reply, insufficientScope)
        }
      }
    })

    await t.test('in the group admin', async t => {
      const others = [await bobs(), await alices({ groups: ['staff'] }), await pool.machineToken()]
      for (const token of others) {
        for (const reply of everything(token)) t.strictSame(await reply, forbidden)
      }
    })

    await t.test('who signed in a short time ago, to lift one', async t => {
      const signedIn = (secondsAgo: number) =>
        alices({ claims: { auth_time: clock() / 1000 - secondsAgo } })
      const old = await signedIn(901)
      t.strictSame(await send(old, 'DELETE', `/admin/revocations/${id}`), signInTooOld)
      t.equal((await send(old, 'GET', `/admin/revocations/${id}`)).status, 200)
      const reply = await send(old, 'POST', '/admin/revocations', { kind: 'token', value: 'x' })
      t.equal(reply.status, 200)
      const fresh = await signedIn(900)
      t.equal((await send(fresh, 'DELETE', `/admin/revocations/${id}`)).status, 204)
    })

    await t.test('and whoever is denied gets one answer, whatever the kind', async t => {
      const victim = pool.user('bob@example.com').sub
      const bodies = [
        { kind: 'token', value: 'denied' },
        { kind: 'sign-in', value: 'denied' },
        { kind: 'client', value: pool.client('cli').id },
        { kind: 'user', value: victim },
      ]
      const tokens = [
        await bobs({ claims: { jti: 'denied' } }),
        await bobs({ claims: { origin_jti: 'denied' } }),
        await bobs({ clientId: 'cli' }),
        await bobs(),
      ]
      for (const token of tokens) t.equal(await status(token), 200)
      clock.advance(1)
      for (const body of bodies) await revoke(body)
      for (const token of tokens) {
        t.strictSame(await send(token, 'GET', '/token-info'), invalidToken)
        t.strictSame(await send(token, 'POST', '/sign-out'), invalidToken)
      }
      t.equal(claimsOf(tokens[3] as string).sub, victim)
    })
  },
  clock,
)
