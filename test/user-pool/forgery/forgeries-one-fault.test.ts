import { createPublicKey, verify } from 'node:crypto'
import t from 'tap'
import { type ForgeryKind, forgeries, oddities } from '../../../src/user-pool/index.ts'
import { createUserPool } from '../../support/user-pool.ts'

const now = 1_800_000_000
const pool = await createUserPool({ clock: () => now * 1000 })
t.teardown(pool.close)
const [accessKey] = pool.keySet.keys
const publicKey = createPublicKey({ key: { ...accessKey }, format: 'jwk' })
const claims = { jti: 'j', event_id: 'e', origin_jti: 'o' }
const [goodHeader, goodPayload] = (await pool.accessToken({ claims })).split('.')

/** Whether the last part is an RS256 signature of the pool over all that stands before it. */
function isSigned(token: string): boolean {
  const at = token.lastIndexOf('.')
  const signature = Buffer.from(token.slice(at + 1), 'base64url')
  return verify('sha256', Buffer.from(token.slice(0, at)), publicKey, signature)
}

/** Names of the members that differ between two JSON objects, each in base64url. */
function difference(part = '', goodPart = ''): string[] {
  const object = parse(part)
  const good = parse(goodPart)
  const names = new Set([...Object.keys(good), ...Object.keys(object)])
  return [...names].filter(name => JSON.stringify(object[name]) !== JSON.stringify(good[name]))
}

function parse(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString())
}

/** Kinds whose fault is the signature or the key. */
const wronglySigned: readonly ForgeryKind[] = [
  ...['one-part', 'two-parts', 'four-parts', 'only-dots', 'header-part-empty'],
  ...['payload-part-empty', 'jwe', 'space-inside', 'tab-inside', 'quoted', 'percent-encoded-dots'],
  ...['payload-tampered', 'header-tampered', 'signature-empty', 'signature-truncated'],
  ...['signature-extended', 'signature-zeros', 'signature-of-another-token'],
  ...['alg-none', 'alg-none-capitalised', 'alg-none-mixed-case', 'alg-none-upper-case'],
  ...['alg-rs384', 'alg-rs512', 'alg-ps256', 'hs256-public-key-as-pem'],
  ...['hs256-public-key-as-pem-trimmed', 'hs256-public-key-as-jwk', 'hs256-modulus'],
  ...['hs256-empty-secret', 'other-key-same-kid', 'embedded-jwk', 'embedded-x5c', 'jku', 'x5u'],
  ...['kid-unknown-other-key', 'other-pool', 'id-token'],
] as const

/** Kinds that cannot be told by the members of header and payload. */
const otherwiseSpelled: readonly ForgeryKind[] = [
  ...['padding-on-header', 'padding-on-payload', 'padding-on-signature'],
  ...['unused-bits-of-header', 'unused-bits-of-payload', 'unused-bits-of-signature'],
  ...['newline-at-end', 'nul-at-end', 'latin-1-at-end', 'alg-missing'],
  ...['header-not-json', 'header-array', 'header-null', 'header-text', 'header-empty-object'],
  ...['header-bom', 'payload-not-json', 'payload-array', 'payload-null', 'payload-text'],
  ...['payload-number', 'payload-empty-object', 'payload-nested-arrays', 'payload-bom', 'exp-nan'],
] as const

/** Kinds that take more than one member to be wrong in one way. */
const severalMembers: Partial<Record<ForgeryKind, string[]>> = {
  'crit-unknown': ['crit', 'x-unknown'],
  'crit-b64-false': ['crit', 'b64'],
  'exp-past': ['auth_time', 'exp', 'iat'],
  'exp-now': ['auth_time', 'exp', 'iat'],
  'iat-future': ['exp', 'iat'],
}

t.test('the signature is valid unless it is what is wrong', async t => {
  for (const { kind } of forgeries) {
    const token = await pool.forge(kind, { claims })
    t.equal(isSigned(token), !wronglySigned.includes(kind), kind)
  }
  for (const { kind } of oddities) t.ok(isSigned(await pool.odd(kind)), kind)
})

t.test('nothing differs from a good token but the one fault', async t => {
  const skipped = [...wronglySigned, ...otherwiseSpelled]
  for (const { kind } of forgeries.filter(({ kind }) => !skipped.includes(kind))) {
    const [header, payload] = (await pool.forge(kind, { claims })).split('.')
    const changed = [...difference(header, goodHeader), ...difference(payload, goodPayload)]
    const expected = severalMembers[kind]
    if (expected === undefined) t.equal(changed.length, 1, `${kind}: ${changed}`)
    else t.strictSame(changed, expected, kind)
  }
})

t.test('what is spelled otherwise decodes to the good token', async t => {
  for (const kind of [
    ...(['padding-on-header', 'padding-on-payload', 'padding-on-signature'] as const),
    ...(['unused-bits-of-header', 'unused-bits-of-payload', 'unused-bits-of-signature'] as const),
  ]) {
    const token = await pool.forge(kind, { claims })
    const parts = token.split('.')
    t.strictSame(difference(parts[0], goodHeader), [], kind)
    t.strictSame(difference(parts[1], goodPayload), [], kind)
    const recoded = parts.map(part => Buffer.from(part, 'base64url').toString('base64url'))
    t.not(recoded.join('.'), token, kind)
    t.equal(recoded.join('.').length, token.replaceAll('=', '').length, kind)
  }
})

t.test('options of the access token apply, and the fault comes last', async t => {
  const token = await pool.forge('exp-missing', {
    user: 'bob@example.com',
    scopes: ['order.read'],
    claims: { exp: 1, note: 'n' },
    header: { typ: 'JWT' },
  })
  const [header, payload] = token.split('.').slice(0, 2).map(parse)
  t.strictSame(header, { kid: accessKey?.kid, typ: 'JWT', alg: 'RS256' })
  t.equal(payload?.sub, pool.user('bob@example.com').sub)
  t.equal(payload?.scope, 'orders/order.read')
  t.equal(payload?.note, 'n')
  t.notOk('exp' in (payload ?? {}))
})

t.test('jku and x5u can point to a listener of the test', async t => {
  for (const name of ['jku', 'x5u'] as const) {
    const url = 'http://127.0.0.1:1/keys'
    const [header = ''] = (await pool.forge(name, { header: { [name]: url } })).split('.')
    t.equal(parse(header)[name], url)
    const [standard = ''] = (await pool.forge(name)).split('.')
    t.match(parse(standard)[name], /^https:\/\/attacker\.example\//)
  }
})

t.test('an unknown kid is another one each time', async t => {
  const tokens = await Promise.all([pool.forge('kid-unknown'), pool.forge('kid-unknown')])
  const [first, second] = tokens.map(token => parse(token.split('.')[0] ?? '').kid)
  t.not(first, second)
})
