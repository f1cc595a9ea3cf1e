import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { decodeJwt } from 'jose'
import t, { type Test } from 'tap'
import { invalidToken, keysUnavailable, letIn } from '../support/cognito-answers.ts'
import { type ServiceOptions, startService } from '../support/cognito-service.ts'
import { createTestKey } from '../support/cognito-signing-key.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const good = createTestKey('local-good')
const other = createTestKey('other')
const claims = decodeJwt(await pool.accessToken())
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
const ed = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' })
const small = createTestKey('other', 1024)

const dropped: [fault: string, keys: unknown[]][] = [
  ['malformed', [null, 'text', 7, true, [], {}, [other.jwk]]],
  [
    'malformed',
    [undefined, null, '', 7, ['other'], 'a b', '../other', 'k'.repeat(129), 'other\n'].map(kid => ({
      ...other.jwk,
      kid,
    })),
  ],
  ['malformed', [undefined, null, 7, ['AQAB']].map(e => ({ ...other.jwk, e }))],
  ['malformed', [undefined, null, 7, {}].map(n => ({ ...other.jwk, n }))],
  [
    'private_key',
    ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'].flatMap(name => [
      { ...other.jwk, [name]: 'AQAB' },
      { ...other.jwk, [name]: null },
    ]),
  ],
  ['private_key', [{ kty: 'oct', kid: 'other', use: 'sig', k: 'c2VjcmV0' }]],
  ['wrong_type', [ec, ed].map(jwk => ({ ...jwk, kid: 'other', use: 'sig', alg: 'RS256' }))],
  ['wrong_type', [undefined, null, '', 'rsa', 'EC', 'oct'].map(kty => ({ ...other.jwk, kty }))],
  ['wrong_use', [undefined, null, '', 'enc', 'SIG', ['sig']].map(use => ({ ...other.jwk, use }))],
  [
    'wrong_use',
    [null, 'verify', [], ['sign'], ['verify', 'sign'], ['verify', 'verify'], [null], {}].map(
      key_ops => ({ ...other.jwk, key_ops }),
    ),
  ],
  [
    'wrong_algorithm',
    [null, '', 'none', 'rs256', 'RS384', 'RS512', 'PS256', 'HS256', 'ES256', ['RS256']].map(
      alg => ({
        ...other.jwk,
        alg,
      }),
    ),
  ],
  [
    'wrong_size',
    ['', '***', 'AA'].flatMap(zero => [
      { ...other.jwk, n: zero },
      { ...other.jwk, e: zero },
    ]),
  ],
  ['wrong_size', [small.jwk, { ...other.jwk, n: `${'A'.repeat(171)}${small.jwk.n}` }]],
  ['wrong_size', [512, 2047, 4097, 8192, 16_384].map(bits => ({ ...other.jwk, n: modulus(bits) }))],
  [
    'wrong_size',
    [[1], [2], [1, 0, 0], [1, 0, 0, 0, 1], [0xff, 0xff, 0xff, 0xff, 0xff]].map(bytes => ({
      ...other.jwk,
      e: Buffer.from(bytes).toString('base64url'),
    })),
  ],
]

t.test('a key that must not verify tokens is not used, the others are', async t => {
  for (const [fault, list] of dropped) {
    const keys = list.map((key, index) => withOwnId(key, `bad-${index}`))
    const { service, admission } = await serviceWith(t, [...keys, good.jwk])
    t.strictSame(await service.get(good.sign(claims)), letIn, fault)
    const faults = list.map(() => fault)
    t.strictSame(admission(), [
      { level: 40, issuer: pool.issuer, keys: 1, dropped: faults, msg: someNotUsed },
    ])
    for (const [index, key] of list.entries()) {
      const what = `${fault}: ${JSON.stringify(key)?.slice(0, 150)}`
      const token = other.sign(claims, { alg: 'RS256', kid: `bad-${index}` })
      t.strictSame(await service.get(token), invalidToken, what)
      t.equal(service.reason(), 'unknown_key', what)
    }
  }
})

t.test(
  'that a key is not used is logged once, also when the others are what they were',
  async t => {
    const { service, admission } = await serviceWith(t, [good.jwk])
    t.strictSame(await service.get(good.sign(claims)), letIn)
    const weak = withOwnId(small.jwk, 'weak')
    const published = [[good.jwk, weak], [weak, good.jwk], [good.jwk]]
    for (const [index, keys] of published.entries()) {
      pool.serve({ keys })
      t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
      t.strictSame(service.app.cognito.keySets.get(pool.issuer)?.refreshes, index + 2)
    }
    t.strictSame(
      admission().map(({ dropped }) => dropped),
      [[], ['wrong_size'], []],
    )
  },
)

t.test('of two keys with one id neither is used', async t => {
  const twin = createTestKey('other')
  for (const second of [twin.jwk, other.jwk, { ...ec, kid: 'other' }, { kid: 'other' }]) {
    const { service, admission } = await serviceWith(t, [other.jwk, good.jwk, second])
    for (const key of [other, twin]) {
      t.strictSame(await service.get(key.sign(claims)), invalidToken)
      t.equal(service.reason(), 'unknown_key')
    }
    t.strictSame(await service.get(good.sign(claims)), letIn)
    t.match(admission(), [{ keys: 1, dropped: ['duplicate_kid', 'duplicate_kid'] }])
  }
})

t.test('a key may leave out alg, say what it is for, and hold members nobody knows', async t => {
  const { alg, ...noAlg } = other.jwk
  const padded = { ...other.jwk, n: `AAAA${other.jwk.n}`, e: 'AAEAAQ' }
  for (const key of [
    noAlg,
    { ...other.jwk, key_ops: ['verify'] },
    { ...other.jwk, x5t: 'a', x5c: ['b'], ext: true, nbf: 0 },
    padded,
  ]) {
    const { service, admission } = await serviceWith(t, [key])
    t.strictSame(await service.get(other.sign(claims)), letIn, JSON.stringify(key))
    t.strictSame(admission(), [
      { level: 30, issuer: pool.issuer, keys: 1, dropped: [], msg: 'signing keys admitted' },
    ])
  }
  t.equal(alg, 'RS256')
})

t.test('a key without alg is for RS256 and nothing else', async t => {
  const { alg, ...noAlg } = other.jwk
  const { service } = await serviceWith(t, [noAlg])
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
    const { service, admission } = await serviceWith(t, [key])
    t.strictSame(await service.get(other.sign(claims)), invalidToken)
    t.equal(service.reason(), 'invalid_signature')
    t.match(admission(), [{ keys: 1, dropped: [] }])
  }
})

t.test('keys of a local user pool count for a local issuer alone', async t => {
  const issuer = 'https://idp.example.com/eu-central-1_AbCdEfGhI'
  const remote = { issuer, jwksUri: pool.jwksUri }
  const { service, admission } = await serviceWith(t, [good.jwk, other.jwk], remote)
  const remoteClaims = { ...claims, iss: issuer }
  t.strictSame(await service.get(other.sign(remoteClaims)), letIn)
  t.strictSame(await service.get(good.sign(remoteClaims)), invalidToken)
  t.equal(service.reason(), 'unknown_key')
  t.match(admission(), [{ issuer, keys: 1, dropped: ['local_key'] }])

  const alone = await serviceWith(t, [good.jwk], remote)
  t.strictSame(await alone.service.get(good.sign(remoteClaims)), keysUnavailable())
  t.strictSame(alone.failures(), ['no usable key in the set (local_key)'])

  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    const local = { issuer: `https://${host}/pool`, jwksUri: pool.jwksUri }
    const { service } = await serviceWith(t, [good.jwk], local)
    t.strictSame(await service.get(good.sign({ ...claims, iss: local.issuer })), letIn)
  }
})

t.test('what is no key set is not taken for one', async t => {
  const notASet = 'the answer is not a JSON Web Key Set'
  const notJson = 'the key set is not JSON'
  const bodies: [body: string, message: string][] = [
    ['', notJson],
    ['<!doctype html><title>Sign in</title>', notJson],
    ['{"keys":[', notJson],
    [`${JSON.stringify({ keys: [good.jwk] })};`, notJson],
    ['null', notASet],
    ['true', notASet],
    ['"keys"', notASet],
    ['[]', notASet],
    ['{}', notASet],
    [JSON.stringify([good.jwk]), notASet],
    [JSON.stringify({ keys: good.jwk }), notASet],
    [JSON.stringify({ keys: null }), notASet],
    [JSON.stringify({ Keys: [good.jwk] }), notASet],
    ['{"keys":[]}', 'no usable key in the set (empty)'],
    ['{"keys":[null,{}]}', 'no usable key in the set (malformed, malformed)'],
    [
      JSON.stringify({ keys: [good.jwk, { ...other.jwk, use: 'enc' }, good.jwk] }),
      'no usable key in the set (duplicate_kid, wrong_use, duplicate_kid)',
    ],
  ]
  for (const [body, message] of bodies) {
    const { service, failures } = await serviceWith(t, body)
    t.strictSame(await service.get(good.sign(claims)), keysUnavailable(), body)
    t.equal(service.reason(), 'keys_unavailable')
    t.strictSame(failures(), [message], body)
  }
})

const someNotUsed = 'signing keys admitted, some of the set not used'

/** A service whose key-set address answers with these keys, or this body. */
async function serviceWith(t: Test, keys: unknown[] | string, options: ServiceOptions = {}) {
  pool.serve(typeof keys === 'string' ? keys : { keys })
  t.teardown(() => pool.serve(undefined))
  const service = await startService(t, pool, options)
  const entries = (text: string) => service.log.filter(({ msg }) => String(msg).startsWith(text))
  return {
    service,
    admission: () =>
      entries('signing keys admitted').map(({ level, issuer, keys, dropped, msg }) => ({
        level,
        issuer,
        keys,
        dropped,
        msg,
      })),
    failures: () => entries('signing keys not refreshed').map(({ err }) => (err as Error).message),
  }
}

/** Tells a key from the others in its set, unless its fault is that it has no such id. */
function withOwnId(key: unknown, kid: string): unknown {
  const named = typeof key === 'object' && key !== null && 'kid' in key && key.kid === 'other'
  return named ? { ...key, kid } : key
}

/** A public modulus of so many bits; nobody knows its factors. */
function modulus(bits: number): string {
  const bytes = randomBytes(Math.ceil(bits / 8))
  const spare = bytes.length * 8 - bits
  bytes[0] = ((bytes[0] ?? 0) & (0xff >> spare)) | (0x80 >> spare)
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1
  return bytes.toString('base64url')
}
