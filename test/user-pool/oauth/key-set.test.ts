import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)

async function fetchKeySet(): Promise<JSONWebKeySet> {
  const response = await fetch(pool.jwksUri)
  return (await response.json()) as JSONWebKeySet
}

async function verifies(token: string, keySet: JSONWebKeySet): Promise<boolean> {
  return jwtVerify(token, createLocalJWKSet(keySet)).then(
    () => true,
    () => false,
  )
}

t.test('two public RSA keys with the members Cognito gives, readable from any origin', async t => {
  const response = await fetch(pool.jwksUri)
  t.equal(response.status, 200)
  t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  const { keys } = (await response.json()) as JSONWebKeySet
  t.equal(keys.length, 2)
  for (const key of keys) {
    t.strictSame(Object.keys(key), ['alg', 'e', 'kid', 'kty', 'n', 'use'])
    const { kid, n, ...constant } = key
    t.strictSame(constant, { alg: 'RS256', e: 'AQAB', kty: 'RSA', use: 'sig' })
    t.equal(Buffer.from(String(n), 'base64url').length, 256)
    t.match(kid, /^local-/)
  }
  t.not(keys[0]?.n, keys[1]?.n)
  t.strictSame(pool.keySet.keys, keys)
})

t.test('a preflight is answered', async t => {
  const response = await fetch(pool.jwksUri, { method: 'OPTIONS' })
  t.equal(response.status, 204)
  t.equal(response.headers.get('access-control-allow-origin'), '*')
  t.equal(response.headers.get('access-control-allow-methods'), 'GET')
  t.equal(
    response.headers.get('access-control-allow-headers'),
    'authorization, content-type, x-amz-user-agent',
  )
})

t.test('rotation keeps the old keys in the set unless told otherwise', async t => {
  const before = await pool.accessToken()
  await pool.rotateKeys()
  const after = await pool.accessToken()
  const both = await fetchKeySet()
  t.equal(both.keys.length, 4)
  t.not(decodeProtectedHeader(before).kid, decodeProtectedHeader(after).kid)
  t.ok(await verifies(before, both))
  t.ok(await verifies(after, both))
  t.ok(await verifies(await pool.idToken(), both))

  await pool.rotateKeys({ keepOld: false })
  const fresh = await fetchKeySet()
  t.equal(fresh.keys.length, 2)
  t.notOk(await verifies(after, fresh))
  t.ok(await verifies(await pool.accessToken(), fresh))
})

t.test('rotation can put new key material under the old ids', async t => {
  const before = await pool.accessToken()
  const ids = pool.keySet.keys.map(({ kid }) => kid)
  await pool.rotateKeys({ sameKeyIds: true })
  const keySet = await fetchKeySet()
  t.strictSame(
    keySet.keys.map(({ kid }) => kid),
    ids,
  )
  t.notOk(await verifies(before, keySet))
  t.ok(await verifies(await pool.accessToken(), keySet))

  await pool.rotateKeys({ sameKeyIds: true, keepOld: true })
  t.strictSame(
    pool.keySet.keys.map(({ kid }) => kid),
    [...ids, ...ids],
  )
})
