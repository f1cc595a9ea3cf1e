import { createHash } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { callback, signIn } from './relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const web = pool.client('web')
const keys = createRemoteJWKSet(new URL(pool.jwksUri))
const implicit = { response_type: 'token', state: 's', nonce: 'n' }

t.test('tokens in the fragment, and no refresh token', async t => {
  const url = await signIn(pool, { ...implicit, scope: 'openid email orders/order.read' })
  t.equal(`${url.origin}${url.pathname}${url.search}`, callback)
  const fragment = new URLSearchParams(url.hash.slice(1))
  t.strictSame(
    [...fragment.keys()],
    ['id_token', 'access_token', 'expires_in', 'token_type', 'state'],
  )
  t.equal(fragment.get('expires_in'), '3600')
  t.equal(fragment.get('token_type'), 'Bearer')
  t.equal(fragment.get('state'), 's')
  const accessToken = fragment.get('access_token') ?? ''
  const access = await jwtVerify(accessToken, keys, { issuer: pool.issuer })
  t.match(access.payload, { scope: 'openid email orders/order.read', client_id: web.id })
  const { payload } = await jwtVerify(fragment.get('id_token') ?? '', keys, {
    issuer: pool.issuer,
    audience: web.id,
  })
  const atHash = createHash('sha256').update(accessToken).digest().subarray(0, 16)
  t.match(payload, { nonce: 'n', at_hash: atHash.toString('base64url') })
})

t.test('without the scope openid there is no ID token', async t => {
  const { hash } = await signIn(pool, { ...implicit, scope: 'orders/order.read' })
  t.strictSame(
    [...new URLSearchParams(hash.slice(1)).keys()],
    ['access_token', 'expires_in', 'token_type', 'state'],
  )
})
