import t from 'tap'
import type { RefusalReason } from '../../../src/cognito/index.ts'
import { invalidToken } from '../../support/cognito-answers.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { aud, audience, startStrictService } from '../strict-service.ts'

const { pool, service, strict } = await startStrictService()

t.test('claims that are nearly right', async t => {
  const [client = ''] = pool.clients.map(({ id }) => id)
  const refused: [reason: RefusalReason, claims: Record<string, unknown>[]][] = [
    [
      'invalid_claims',
      [
        ...[undefined, '', null, 1, true, ['alice'], {}].map(username => ({ username })),
        ...[null, ['a'], {}, true].flatMap(value => [{ sub: value }, { jti: value }]),
        // NUL and halves of surrogate pairs, which databases refuse or take for one another.
        ...['\0', 'a\0b', '\ud800', 'a\udfff', '\udc00\ud800'].map(sub => ({ sub })),
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
  const elsewhere = await createUserPool()
  t.teardown(elsewhere.close)
  const { jwksUri } = elsewhere
  for (const header of [{ jku: jwksUri }, { x5u: jwksUri }, { jku: jwksUri, kid: 'unknown' }]) {
    await service.get(await pool.accessToken({ ...aud, header }))
    await service.get(await pool.forge('other-key-same-kid', { ...aud, header }))
  }
  t.equal(elsewhere.keySetFetches, 0)
})
