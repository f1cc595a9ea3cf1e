import { decodeJwt } from 'jose'
import t from 'tap'
import { invalidToken, keysUnavailable, letIn } from '../../support/cognito-answers.ts'
import { modulus, serviceWith } from '../../support/cognito-served-keys.ts'
import { createTestKey } from '../../support/cognito-signing-key.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const good = createTestKey('local-good')
const other = createTestKey('other')
const claims = decodeJwt(await pool.accessToken())

t.test('a key may leave out alg, say what it is for, and hold members nobody knows', async t => {
  const { alg, ...noAlg } = other.jwk
  const padded = { ...other.jwk, n: `AAAA${other.jwk.n}`, e: 'AAEAAQ' }
  for (const key of [
    noAlg,
    { ...other.jwk, key_ops: ['verify'] },
    { ...other.jwk, x5t: 'a', x5c: ['b'], ext: true, nbf: 0 },
    padded,
  ]) {
    const { service, admission } = await serviceWith(t, pool, [key])
    t.strictSame(await service.get(other.sign(claims)), letIn, JSON.stringify(key))
    t.strictSame(admission(), [
      { level: 30, issuer: pool.issuer, keys: 1, dropped: [], msg: 'signing keys admitted' },
    ])
  }
  t.equal(alg, 'RS256')
})

t.test('a key without alg is for RS256 and nothing else', async t => {
  const { alg, ...noAlg } = other.jwk
  const { service } = await serviceWith(t, pool, [noAlg])
  for (const alg of ['ES256', 'RS512', 'PS256', 'EdDSA']) {
    t.strictSame(await service.get(other.sign(claims, { kid: 'other', alg })), invalidToken)
    t.equal(service.reason(), 'wrong_algorithm')
  }
  t.equal(alg, 'RS256')
})

t.test('keys from 2048 to 4096 bits and exponents from 3', async t => {
  for (const key of [
    { ...other.jwk, n: modulus(4096) },
    { ...other.jwk, n: modulus(3072) },
    { ...other.jwk, e: 'Aw' },
    { ...other.jwk, e: Buffer.from([0xff, 0xff, 0xff, 0xff]).toString('base64url') },
  ]) {
    const { service, admission } = await serviceWith(t, pool, [key])
    t.strictSame(await service.get(other.sign(claims)), invalidToken)
    t.equal(service.reason(), 'invalid_signature')
    t.match(admission(), [{ keys: 1, dropped: [] }])
  }
})

t.test('keys of a local user pool count for a local issuer alone', async t => {
  const issuer = 'https://idp.example.com/eu-central-1_AbCdEfGhI'
  const remote = { issuer, jwksUri: pool.jwksUri }
  const { service, admission } = await serviceWith(t, pool, [good.jwk, other.jwk], remote)
  const remoteClaims = { ...claims, iss: issuer }
  t.strictSame(await service.get(other.sign(remoteClaims)), letIn)
  t.strictSame(await service.get(good.sign(remoteClaims)), invalidToken)
  t.equal(service.reason(), 'unknown_key')
  t.match(admission(), [{ issuer, keys: 1, dropped: ['local_key'] }])

  const alone = await serviceWith(t, pool, [good.jwk], remote)
  t.strictSame(await alone.service.get(good.sign(remoteClaims)), keysUnavailable())
  t.strictSame(alone.failures(), ['no usable key in the set (local_key)'])

  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    const local = { issuer: `https://${host}/pool`, jwksUri: pool.jwksUri }
    const { service } = await serviceWith(t, pool, [good.jwk], local)
    t.strictSame(await service.get(good.sign({ ...claims, iss: local.issuer })), letIn)
  }
})
