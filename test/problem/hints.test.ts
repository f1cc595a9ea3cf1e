import t from 'tap'
import {
  ForbiddenError,
  InsufficientUserAuthenticationError,
  KeysUnavailableError,
  type RefusalReason,
} from '../../src/cognito/index.ts'
import { hintFor } from '../../src/problem/hints.ts'
import { type ForgeryKind, forgeries } from '../../src/user-pool/index.ts'
import { startApi } from '../support/api.ts'

const aud = 'https://api.example.com'
const take = 'Take one with: npm run --silent token'

/** What is said, by why the request was refused. */
const hints: Record<string, string> = {
  missing_token: `The request has no access token in "Authorization: Bearer <token>". ${take}`,
  malformed_header: 'The header must read "Authorization: Bearer <token>", with a single space.',
  malformed_token: `This is not a whole JSON Web Token; was it cut off when it was copied? ${take}`,
  token_too_long: 'No access token of Cognito is longer than 8 KiB.',
  wrong_algorithm: 'Cognito signs with RS256 and nothing else.',
  unsupported_header: 'The header of the token says that it was made for another purpose.',
  wrong_issuer: `The token comes from another user pool than this one, or from one that was reset. ${take}`,
  unknown_key: `The key that signed this token is not in the user pool; was its data folder reset? ${take}`,
  invalid_signature: 'The token was changed after it was signed.',
  token_expired: `The token is older than its lifetime. ${take}`,
  token_not_yet_valid: 'The token is from the future: compare the clocks.',
  invalid_claims: 'A claim that every access token has is missing or of the wrong type.',
  wrong_token_use: `This is an ID token, which tells an app who signed in; an API takes the access token. ${take}`,
  wrong_client:
    'The token was issued to an app client that this API does not accept: see COGNITO_CLIENT_ID.',
  wrong_audience: 'The token was not issued for this API: see COGNITO_AUDIENCE.',
  sender_constrained: 'The token is bound to a key of its holder, which this API does not check.',
  revoked: 'The token was revoked. Sign in again.',
  missing_scope:
    'The token has not all of the scopes "orders/order.read". A sign-in through the Cognito API gives none; take one with: npm run --silent token -- --scope order.read',
  missing_group:
    'The user is not in the group that the operation demands, and a machine is in none; npm run --silent status tells who is in which.',
}

t.test('beside the local user pool, refusals say what was wrong', async t => {
  let reason: string | undefined
  const { pool, send } = await startApi(t, {
    hints: true,
    cognito: {
      audience: aud,
      onDecision: decision => {
        reason = decision.reason
      },
    },
  })

  const access = (options: Parameters<typeof pool.accessToken>[0] = {}) =>
    pool.accessToken({ ...options, claims: { aud, ...options.claims } })
  const forge = (kind: ForgeryKind) => pool.forge(kind, { claims: { aud } })
  const revoked = await access()
  const { jti } = JSON.parse(Buffer.from(revoked.split('.')[1] as string, 'base64url').toString())
  const revocation = await send({
    method: 'POST',
    url: '/admin/revocations',
    headers: { authorization: `Bearer ${await access()}` },
    payload: { kind: 'token', value: jti },
  })
  t.equal(revocation.statusCode, 201)
  const future = Math.ceil(Date.now() / 1000) + 600
  const tokens: Partial<Record<RefusalReason, () => string | Promise<string>>> = {
    malformed_header: () => '',
    malformed_token: () => 'eyJhbGciOiJSUzI1NiJ9',
    token_too_long: () => 'a'.repeat(8193),
    wrong_algorithm: () => forge('alg-none'),
    unsupported_header: () => forge('crit-unknown'),
    wrong_issuer: () => forge('iss-evil'),
    unknown_key: () => forge('kid-unknown'),
    invalid_signature: () => forge('payload-tampered'),
    token_expired: () => access({ expiresIn: -60 }),
    token_not_yet_valid: () => access({ claims: { nbf: future } }),
    invalid_claims: () => access({ claims: { jti: undefined } }),
    wrong_token_use: () => pool.idToken(),
    wrong_client: () => access({ clientId: 'stranger' }),
    wrong_audience: () => access({ claims: { aud: 'https://other.example.com' } }),
    sender_constrained: () => access({ claims: { cnf: { jkt: 'x' } } }),
    revoked: () => revoked,
    missing_scope: () => access({ scopes: ['secret.house/scope'] }),
    missing_group: () => access({ user: 'bob@example.com' }),
  }

  t.test('missing_token', async t => {
    const reply = await send({ url: '/orders' })
    t.equal(reason, 'missing_token')
    t.equal(reply.json().hint, hints.missing_token)
  })

  for (const [expected, token] of Object.entries(tokens)) {
    t.test(expected, async t => {
      const authorization = `Bearer ${await token()}`
      const reply = await send({ url: '/admin/orders', headers: { authorization } })
      t.equal(reason, expected)
      t.equal(reply.json().hint, hints[expected])
    })
  }

  t.test('every bad token there is gets one of these texts, without a claim in it', async t => {
    const texts = new Set(Object.values(hints))
    for (const { kind, onlyWith } of forgeries) {
      if (onlyWith === 'zero-tolerance') continue
      const authorization = `Bearer ${await forge(kind)}`
      const reply = await send({ url: '/token-info', headers: { authorization } })
      t.ok(texts.has(reply.json().hint), `${kind}: ${reason}`)
    }
  })

  t.test('what is not about tokens gets no hint', async t => {
    t.equal('hint' in (await send({ url: '/nowhere' })).json(), false)
  })
})

t.test('what this API has no route for', async t => {
  t.equal(
    hintFor(new InsufficientUserAuthenticationError(60)),
    'A refreshed token keeps the time of the sign-in. Sign in again.',
  )
  t.equal(
    hintFor(new ForbiddenError('missing_policy')),
    'The route has no policy; this is a mistake in the service.',
  )
  t.equal(hintFor(new KeysUnavailableError(1)), undefined)
  t.equal(hintFor(new Error('other')), undefined)
})

t.test('elsewhere nothing is said', async t => {
  const api = await startApi(t)
  for (const headers of [{}, { authorization: `Bearer ${await api.pool.idToken()}` }]) {
    const reply = await api.send({ url: '/token-info', headers })
    t.equal(reply.statusCode, 401)
    t.equal('hint' in reply.json(), false)
  }
})
