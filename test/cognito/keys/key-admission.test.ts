import { generateKeyPairSync } from 'node:crypto'
import { decodeJwt } from 'jose'
import t from 'tap'
import { invalidToken, letIn } from '../../support/cognito-answers.ts'
import { modulus, serviceWith } from '../../support/cognito-served-keys.ts'
import { createTestKey } from '../../support/cognito-signing-key.ts'
import { createUserPool } from '../../support/user-pool.ts'

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
    const { service, admission } = await serviceWith(t, pool, [...keys, good.jwk])
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
    const { service, admission } = await serviceWith(t, pool, [good.jwk])
    t.strictSame(await service.get(good.sign(claims)), letIn)
    const weak = withOwnId(small.jwk, 'weak')
    const published = [[good.jwk, weak], [weak, good.jwk], [good.jwk]]
    for (const [index, keys] of published.entries()) {
      pool.serve({ keys })
      t.strictSame(await service.get(await pool.forge('kid-unknown')), invalidToken)
      t.strictSame(service.keySet().refreshes, index + 2)
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
    const { service, admission } = await serviceWith(t, pool, [other.jwk, good.jwk, second])
    for (const key of [other, twin]) {
      t.strictSame(await service.get(key.sign(claims)), invalidToken)
      t.equal(service.reason(), 'unknown_key')
    }
    t.strictSame(await service.get(good.sign(claims)), letIn)
    t.match(admission(), [{ keys: 1, dropped: ['duplicate_kid', 'duplicate_kid'] }])
  }
})

const someNotUsed = 'signing keys admitted, some of the set not used'

/** Tells a key from the others in its set, unless its fault is that it has no such id. */
function withOwnId(key: unknown, kid: string): unknown {
  const named = typeof key === 'object' && key !== null && 'kid' in key && key.kid === 'other'
  return named ? { ...key, kid } : key
}
