import t from 'tap'
import type { RefusalReason } from '../../../src/cognito/index.ts'
import { forgeries } from '../../../src/user-pool/index.ts'
import {
  expiredToken,
  invalidToken,
  letIn,
  malformedHeader,
} from '../../support/cognito-answers.ts'
import { aud, audience, startStrictService } from '../strict-service.ts'

const { pool, service } = await startStrictService()

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
  t.equal(
    pool.keySetFetches,
    fetches + 3,
    'all unknown key ids together cause the burst of fetches',
  )
  t.equal(service.app.cognito.cacheSize, 2)
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
