import { decodeJwt } from 'jose'
import t from 'tap'
import type { RefusalReason } from '../../src/cognito/index.ts'
import { forgeries } from '../../src/user-pool/index.ts'
import { expiredToken, invalidToken, letIn, malformedHeader } from '../support/cognito-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { startService } from '../support/cognito-service.ts'
import { createTestKey } from '../support/cognito-signing-key.ts'
import { createUserPool } from '../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const audience = 'https://orders.example'
const aud = { claims: { aud: audience } }

/** Has nothing to forgive: the pool's own clock and an audience. */
const strict = { now: clock, clockToleranceSeconds: 0, audience }
const service = await startService(t, pool, strict)

/** The forgeries of the local user pool by the reason for which each is refused. */
const kindsByReason: { [Reason in RefusalReason]?: string } = {
  malformed_header: 'space-inside tab-inside newline-at-end nul-at-end',
  malformed_token: `one-part two-parts four-parts only-dots header-part-empty payload-part-empty jwe
    padding-on-header padding-on-payload padding-on-signature unused-bits-of-header
    unused-bits-of-payload unused-bits-of-signature standard-alphabet latin-1-at-end quoted
    percent-encoded-dots header-not-json header-array header-null header-text header-bom
    payload-not-json payload-array payload-null payload-text payload-number payload-nested-arrays
    payload-bom payload-invalid-utf8 signature-empty kid-missing kid-null kid-number kid-array
    kid-empty kid-traversal kid-sql kid-url kid-huge exp-nan`,
  token_too_long: 'too-long',
  wrong_algorithm: `header-empty-object alg-none alg-none-capitalised alg-none-mixed-case
    alg-none-upper-case alg-none-with-signature alg-missing alg-empty alg-lower-case alg-number
    alg-array alg-rs384-label alg-ps256-label alg-es256-label alg-eddsa-label alg-hs256-label
    alg-rs384 alg-rs512 alg-ps256 hs256-public-key-as-pem hs256-public-key-as-pem-trimmed
    hs256-public-key-as-jwk hs256-modulus hs256-empty-secret`,
  unsupported_header: `crit-unknown crit-b64-false crit-empty crit-null typ-dpop typ-logout typ-empty
    typ-number cty-jwt`,
  wrong_issuer: `payload-empty-object iss-missing iss-null iss-empty iss-array iss-evil iss-longer
    iss-shorter iss-trailing-slash iss-query iss-upper-case iss-user-info iss-other-region
    iss-original-format iss-updated-format other-pool`,
  unknown_key: 'kid-proto kid-constructor kid-unknown kid-unknown-other-key',
  invalid_signature: `payload-tampered header-tampered signature-truncated signature-extended
    signature-zeros signature-of-another-token other-key-same-kid embedded-jwk embedded-x5c jku x5u
    kid-of-id-key`,
  token_expired: 'exp-zero exp-past exp-now',
  token_not_yet_valid: 'nbf-future iat-future',
  invalid_claims: `sub-missing sub-empty sub-number jti-missing jti-empty jti-number scope-array
    groups-text exp-missing exp-null exp-string exp-array exp-infinite exp-absurd exp-minus-1e20
    exp-too-far nbf-1e20 nbf-string iat-missing iat-null iat-string auth-time-string`,
  wrong_token_use: 'id-token token-use-id token-use-refresh token-use-missing token-use-array',
  wrong_client: 'client-id-other client-id-missing client-id-empty client-id-array',
  wrong_audience: 'aud-other-api',
  sender_constrained: 'cnf-present',
}
const reasonByKind = new Map(
  Object.entries(kindsByReason).flatMap(([reason, kinds]) =>
    kinds.split(/\s+/).map(kind => [kind, reason] as const),
  ),
)

t.test('every forgery is refused, and the answer does not say why', async t => {
  t.strictSame(await service.get(await pool.accessToken(aud)), letIn)
  const fetches = pool.keySetFetches
  for (const { kind, fault } of forgeries) {
    const token = await pool.forge(kind, aud)
    const reason = reasonByKind.get(kind)
    const [logged, decided] = [service.log.length, service.decisions.length]
    for (const turn of ['first', 'second']) {
      const what = `${kind} (${fault}), ${turn} time`
      const answer = await service.get(token)
      t.strictSame(answer, expectedFor(reason), what)
      t.equal(service.reason(), reason, what)
      t.strictSame(leaks(token, JSON.stringify(answer)), [], what)
    }
    const told = [service.log.slice(logged), service.decisions.slice(decided)]
    t.strictSame(leaks(token, JSON.stringify(told)), [], `log and decisions: ${kind}`)
  }
  t.strictSame(await service.get(await pool.accessToken(aud)), letIn)
  t.equal(pool.keySetFetches, fetches, 'no key is fetched for a set as new as the request')
  t.equal(service.app.cognito.cacheSize, 2)
})

t.test('claims that are nearly right', async t => {
  const [client = ''] = pool.clients.map(({ id }) => id)
  const refused: [reason: RefusalReason, claims: Record<string, unknown>[]][] = [
    [
      'invalid_claims',
      [
        ...[undefined, '', null, 1, true, ['alice'], {}].map(username => ({ username })),
        ...[null, ['a'], {}, true].flatMap(value => [{ sub: value }, { jti: value }]),
        { username: undefined, sub: `${client}x` },
        { username: undefined, sub: client.toUpperCase() },
      ],
    ],
    [
      'wrong_token_use',
      ['Access', 'ACCESS', ' access', 'access ', '', null, true, {}, ['access', 'id']].map(
        value => ({
          token_use: value,
        }),
      ),
    ],
    [
      'wrong_client',
      [`${client} `, ` ${client}`, client.toUpperCase(), client.slice(1), `${client}1`]
        .concat(pool.clients.map(({ id }) => id).join(','), pool.issuer, 'constructor')
        .map(value => ({ client_id: value })),
    ],
    ['wrong_client', [null, true, 1, {}, [[client]]].map(value => ({ client_id: value }))],
    [
      'wrong_audience',
      [
        ...[undefined, null, '', 1, true, {}, [], [[audience]], ['https://other.example'], [null]],
        ...[`${audience}/`, audience.toUpperCase(), audience.slice(0, -1), `${audience}:443`, ' '],
      ].map(value => ({ aud: value })),
    ],
    ['sender_constrained', [null, {}, '', { 'x5t#S256': 'a' }].map(cnf => ({ cnf }))],
  ]
  for (const [reason, list] of refused) {
    for (const claims of list) {
      const what = JSON.stringify(claims)
      const token = await pool.accessToken({ claims: { aud: audience, ...claims } })
      t.strictSame(await service.get(token), invalidToken, what)
      t.equal(service.reason(), reason, what)
    }
  }
})

t.test('header members that are nearly right', async t => {
  const refused: [reason: RefusalReason, headers: Record<string, unknown>[]][] = [
    [
      'unsupported_header',
      [
        ...['jwt', 'at+JWT', 'application/at+jwt', 'JWT ', 'JWS', ['JWT'], null, true, {}].map(
          typ => ({ typ }),
        ),
        ...['JWT', 'jwt', '', null, 1].map(cty => ({ cty })),
      ],
    ],
    [
      'malformed_token',
      [
        'k'.repeat(129),
        'a b',
        ' a',
        'a\n',
        'a\u0000',
        'a.b',
        'é',
        'a"b',
        '%2e',
        'a:b',
        {},
        true,
      ].map(kid => ({ kid })),
    ],
    ['unknown_key', ['k'.repeat(128), 'a', 'toString', '=/+-_', 'local-'].map(kid => ({ kid }))],
  ]
  for (const [reason, list] of refused) {
    for (const header of list) {
      const what = JSON.stringify(header)
      t.strictSame(
        await service.get(await pool.accessToken({ ...aud, header })),
        invalidToken,
        what,
      )
      t.equal(service.reason(), reason, what)
    }
  }
})

t.test('an address in the header is never asked', async t => {
  const service = await startService(t, pool, strict)
  await service.get(await pool.accessToken(aud))
  const before = pool.keySetFetches
  const { jwksUri } = pool
  for (const header of [{ jku: jwksUri }, { x5u: jwksUri }, { jku: jwksUri, kid: 'unknown' }]) {
    await service.get(await pool.accessToken({ ...aud, header }))
    await service.get(await pool.forge('other-key-same-kid', { ...aud, header }))
  }
  t.equal(pool.keySetFetches, before)
})

t.test('what cannot be told from the claims a pool would write', async t => {
  const key = createTestKey('local-own')
  pool.serve({ keys: [key.jwk] })
  t.teardown(() => pool.serve(undefined))
  const service = await startService(t, pool, strict)
  const claims = decodeJwt(await pool.accessToken(aud))
  const { client_id, exp, ...others } = claims
  const spliced = (rest: object, text: string) => `${JSON.stringify(rest).slice(0, -1)},${text}}`
  const { client_id: _, ...noClient } = claims
  const { exp: __, ...noExpiry } = claims

  t.test('a claim named twice counts as said last', async t => {
    const bad = `"client_id":"evil","client_id":${JSON.stringify(client_id)}`
    t.strictSame(await service.get(key.sign(spliced(noClient, bad))), letIn)
    const worse = `"client_id":${JSON.stringify(client_id)},"client_id":"evil"`
    t.strictSame(await service.get(key.sign(spliced(noClient, worse))), invalidToken)
    t.equal(service.reason(), 'wrong_client')
  })

  t.test('a claim cannot be inherited from __proto__', async t => {
    for (const name of ['__proto__', '\\u005f_proto__', '__proto\\u005f_']) {
      const client = `"${name}":{"client_id":${JSON.stringify(client_id)}}`
      t.strictSame(await service.get(key.sign(spliced(noClient, client))), invalidToken)
      t.equal(service.reason(), 'wrong_client', name)
      const expiry = `"${name}":{"exp":${exp}}`
      t.strictSame(await service.get(key.sign(spliced(noExpiry, expiry))), invalidToken)
      t.equal(service.reason(), 'invalid_claims', name)
      const header = `{"kid":"local-own","${name}":{"alg":"RS256"}}`
      t.strictSame(await service.get(key.sign(claims, header)), invalidToken)
      t.equal(service.reason(), 'wrong_algorithm', name)
      const kid = `{"alg":"RS256","${name}":{"kid":"local-own"}}`
      t.strictSame(await service.get(key.sign(claims, kid)), invalidToken)
      t.equal(service.reason(), 'malformed_token', name)
    }
    t.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'client_id'), undefined)
  })

  t.test('claims as deep as 8 KiB can be', async t => {
    const deep = `"deep":${'['.repeat(2400)}${']'.repeat(2400)}`
    t.strictSame(await service.get(key.sign(spliced(claims, deep))), letIn)
    const open = `"deep":${'['.repeat(4800)}`
    t.strictSame(await service.get(key.sign(spliced(claims, open))), invalidToken)
    t.equal(service.reason(), 'malformed_token')
  })

  t.test('numbers JSON has and JavaScript has not', async t => {
    for (const literal of ['1e400', '-0.0e1', '1e-400', '0x7fffffff', 'Infinity', '017', '1_0']) {
      const token = key.sign(spliced(noExpiry, `"exp":${literal}`))
      t.equal((await service.get(token)).status, 401, literal)
    }
    t.strictSame(await service.get(key.sign(spliced(noExpiry, `"exp":${exp}.000e0`))), letIn)
    t.strictSame(await service.get(key.sign({ ...others, exp, client_id })), letIn)
  })

  t.test('bytes that are no UTF-8', async t => {
    for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf5, 0x80, 0x80, 0x80]]) {
      const payload = Buffer.from(JSON.stringify({ ...claims, note: '?' }))
      const at = payload.lastIndexOf('?')
      const spoilt = Buffer.concat([
        payload.subarray(0, at),
        Buffer.from(bytes),
        payload.subarray(at + 1),
      ])
      t.strictSame(await service.get(key.sign(spoilt)), invalidToken)
      t.equal(service.reason(), 'malformed_token')
      const header = Buffer.concat([Buffer.from('{"alg":"RS256","x":"'), Buffer.from(bytes)])
      t.strictSame(await service.get(key.sign(claims, header)), invalidToken)
      t.equal(service.reason(), 'malformed_token')
    }
  })
})

function expectedFor(reason: string | undefined) {
  if (reason === 'malformed_header') return malformedHeader
  return reason === 'token_expired' ? expiredToken : invalidToken
}

/** Parts and values of a token that stand in a text, where none of them must. */
function leaks(token: string, text: string): string[] {
  const parts = token.split('.').filter(part => part.length > 8)
  const values = parts.flatMap(part => {
    try {
      return leaves(JSON.parse(Buffer.from(part, 'base64url').toString()))
    } catch {
      return []
    }
  })
  const secrets = [...parts, ...values, pool.userPoolId, audience].filter(
    value => value.length > 3 && !publicWords.includes(value),
  )
  return secrets.filter(secret => text.includes(secret))
}

/** Words that stand in claims and in constant texts. */
const publicWords = ['access', 'refresh', 'null', '1e20']

function leaves(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves)
  return typeof value === 'boolean' ? [] : [String(value)]
}
