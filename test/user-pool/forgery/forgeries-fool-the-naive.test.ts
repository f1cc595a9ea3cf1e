import { createPublicKey, X509Certificate } from 'node:crypto'
import {
  compactVerify,
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  EmbeddedJWK,
  jwtVerify,
} from 'jose'
import t from 'tap'
import type { ForgeryKind } from '../../../src/user-pool/index.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const [jwk, idJwk] = pool.keySet.keys
const publicKey = createPublicKey({ key: { ...jwk }, format: 'jwk' })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

t.test('HS256: the public key is the secret', async t => {
  const secrets: [ForgeryKind, string | Buffer][] = [
    ['hs256-public-key-as-pem', pem],
    ['hs256-public-key-as-pem-trimmed', pem.trim()],
    ['hs256-public-key-as-jwk', JSON.stringify(jwk)],
    ['hs256-modulus', Buffer.from(jwk?.n ?? '', 'base64url')],
  ]
  for (const [kind, secret] of secrets) {
    const { payload } = await jwtVerify(await pool.forge(kind), Buffer.from(secret))
    t.equal(payload.iss, pool.issuer, kind)
  }
})

t.test('other RSA algorithms: the signature is real', async t => {
  for (const [kind, alg] of [
    ['alg-rs384', 'RS384'],
    ['alg-rs512', 'RS512'],
    ['alg-ps256', 'PS256'],
  ] as const) {
    const { protectedHeader } = await jwtVerify(await pool.forge(kind), publicKey)
    t.equal(protectedHeader.alg, alg)
  }
})

t.test('none: a decoder that trusts the label finds all claims', async t => {
  for (const [kind, alg] of [
    ['alg-none', 'none'],
    ['alg-none-capitalised', 'None'],
    ['alg-none-mixed-case', 'nOnE'],
    ['alg-none-upper-case', 'NONE'],
  ] as const) {
    const token = await pool.forge(kind)
    t.equal(decodeJwt(token).iss, pool.issuer)
    t.equal(decodeProtectedHeader(token).alg, alg)
    t.ok(token.endsWith('.'))
  }
})

t.test('the key in the header is the one that signed', async t => {
  const embedded = await jwtVerify(await pool.forge('embedded-jwk'), EmbeddedJWK)
  t.equal(embedded.payload.iss, pool.issuer)

  const token = await pool.forge('embedded-x5c')
  const [der = ''] = decodeProtectedHeader(token).x5c ?? []
  const certificate = new X509Certificate(Buffer.from(der, 'base64'))
  t.ok(certificate.verify(certificate.publicKey))
  t.equal(certificate.subject, 'CN=attacker')
  t.equal(certificate.issuer, 'CN=attacker')
  const { payload } = await jwtVerify(token, certificate.publicKey)
  t.equal(payload.iss, pool.issuer)
})

t.test('the same attacker signs whatever needs an attacker', async t => {
  const first = decodeProtectedHeader(await pool.forge('embedded-jwk')).jwk
  const second = decodeProtectedHeader(await pool.forge('embedded-jwk')).jwk
  t.strictSame(first, second)
  const attackerKey = createPublicKey({ key: { ...first }, format: 'jwk' })
  for (const kind of ['other-key-same-kid', 'jku', 'x5u', 'kid-unknown-other-key'] as const) {
    t.match(await jwtVerify(await pool.forge(kind), attackerKey), { payload: { sub: /./ } }, kind)
  }
  const { payload } = await jwtVerify(await pool.forge('other-pool'), attackerKey)
  t.equal(payload.iss, `${pool.origin}/eu-central-1_OtherPool`)
})

t.test('the ID token is a real one', async t => {
  const keys = createLocalJWKSet({ keys: pool.keySet.keys.map(key => ({ ...key })) })
  const token = await pool.forge('id-token', { user: 'bob@example.com' })
  const { payload, protectedHeader } = await jwtVerify(token, keys)
  t.equal(protectedHeader.kid, idJwk?.kid)
  t.equal(payload.token_use, 'id')
  t.equal(payload.email, 'bob@example.com')
})

t.test('base64 that is not canonical is still a good token to jose', async t => {
  for (const kind of ['unused-bits-of-signature', 'unused-bits-of-payload'] as const) {
    t.match(await compactVerify(await pool.forge(kind), publicKey), { payload: Uint8Array }, kind)
  }
})

t.test('the encrypted token is a JWE in compact form', async t => {
  const token = await pool.forge('jwe')
  t.equal(token.split('.').length, 5)
  t.strictSame(decodeProtectedHeader(token), {
    alg: 'RSA-OAEP-256',
    enc: 'A256GCM',
    cty: 'JWT',
    kid: jwk?.kid,
  })
})

t.test('lengths lie where limits are', async t => {
  const tooLong = await pool.forge('too-long')
  t.ok(tooLong.length > 8192 && tooLong.length < 15_000)
  const long = await pool.odd('long')
  t.ok(long.length > 8000 && long.length <= 8192)
  t.ok((await pool.forge('kid-huge')).length < 8192)
  t.ok((await pool.forge('payload-nested-arrays')).length < 8192)
})
