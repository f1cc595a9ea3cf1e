import t, { type Test } from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { alice, call, tokensOf } from '../api/call.ts'
import { testClock } from '../oauth/relying-party.ts'
import { getCallerIdentity, type StsAnswer, sts } from './sts-call.ts'

const clock = testClock()
const lines: string[] = []
const state = { isBroken: false }
const pool = await createUserPool({
  log: line => lines.push(line),
  clock: () => {
    if (state.isBroken) throw new Error('the clock is broken')
    return clock.read()
  },
})
t.teardown(pool.close)
const authenticated = 'arn:aws:iam::000000000000:role/local-authenticated'

function assume(more: Readonly<Record<string, string>>) {
  return sts(pool, {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: authenticated,
    RoleSessionName: 'laptop',
    ...more,
  })
}

function refusedBySts(
  t: Test,
  answer: StsAnswer,
  status: number,
  Code: string,
  Message: string,
): void {
  const Type = status < 500 ? 'Sender' : 'Receiver'
  t.same(answer, { status, contentType: 'text/xml', text: { Type, Code, Message } })
}

t.test('an ID token becomes credentials of a role, and they say whose they are', async t => {
  const { IdToken } = await tokensOf(pool)
  const { status, contentType, text } = await assume({
    WebIdentityToken: IdToken,
    DurationSeconds: '900',
  })
  t.same({ status, contentType }, { status: 200, contentType: 'text/xml' })
  const { SessionToken = '', SecretAccessKey, AccessKeyId = '', ...rest } = text
  t.match(SecretAccessKey, /^local\+/)
  t.same(rest, {
    SubjectFromWebIdentityToken: pool.user(alice.USERNAME).sub,
    Audience: pool.client('cli').id,
    Arn: 'arn:aws:sts::000000000000:assumed-role/local-authenticated/laptop',
    AssumedRoleId: 'AROALOCAL71004758E569:laptop',
    Expiration: new Date((clock.seconds + 900) * 1000).toISOString(),
    Provider: pool.issuer.replace('http://', ''),
  })
  const identity = await getCallerIdentity(pool, AccessKeyId, SessionToken)
  t.same(identity.text, {
    Arn: 'arn:aws:sts::000000000000:assumed-role/local-authenticated/laptop',
    UserId: 'AROALOCAL71004758E569:laptop',
    Account: '000000000000',
  })
  const invalid = [
    403,
    'InvalidClientTokenId',
    'The security token included in the request is invalid.',
  ] as const
  refusedBySts(t, await getCallerIdentity(pool, 'AKIAIOSFODNN7EXAMPLE', SessionToken), ...invalid)
  refusedBySts(t, await getCallerIdentity(pool, AccessKeyId, ''), ...invalid)
  refusedBySts(t, await getCallerIdentity(pool, AccessKeyId, `${SessionToken}x`), ...invalid)
  clock.forward(900)
  refusedBySts(
    t,
    await getCallerIdentity(pool, AccessKeyId, SessionToken),
    403,
    'ExpiredToken',
    'The security token included in the request is expired',
  )
})

t.test('tokens that say nothing', async t => {
  const { AccessToken } = await tokensOf(pool)
  const other = await createUserPool({ clock: clock.read })
  t.teardown(other.close)
  const notValid =
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)'
  const openIdToken = { iss: 'https://cognito-identity.amazonaws.com', aud: pool.identityPoolId }
  const cases: readonly (readonly [string, string, string])[] = [
    [AccessToken, 'InvalidIdentityToken', notValid],
    [await pool.accessToken({ claims: { aud: 'x' } }), 'InvalidIdentityToken', notValid],
    ['a.b.c', 'InvalidIdentityToken', notValid],
    [
      await other.idToken(),
      'InvalidIdentityToken',
      'No OpenIDConnect provider found in your account for the issuer',
    ],
    [
      await other.idToken({ claims: { iss: pool.issuer } }),
      'InvalidIdentityToken',
      'Provided Token cannot be verified: its signature is not right',
    ],
    [await pool.idToken({ expiresIn: 0 }), 'ExpiredTokenException', 'Token expired'],
    [await pool.idToken({ clientId: 'x' }), 'InvalidIdentityToken', 'Incorrect token audience'],
    [
      await other.idToken({ claims: openIdToken }),
      'InvalidIdentityToken',
      'Provided Token cannot be verified: its signature is not right',
    ],
    [
      await pool.idToken({ claims: { ...openIdToken, aud: 'x' } }),
      'InvalidIdentityToken',
      'Incorrect token audience',
    ],
  ]
  for (const [WebIdentityToken, code, message] of cases) {
    refusedBySts(t, await assume({ WebIdentityToken }), 400, code, message)
  }
  const revoked = await tokensOf(pool)
  await call(pool, 'GlobalSignOut', { AccessToken: revoked.AccessToken })
  refusedBySts(
    t,
    await assume({ WebIdentityToken: revoked.IdToken }),
    400,
    'InvalidIdentityToken',
    'The token has been revoked',
  )
})

t.test('roles that nobody here may take, and inputs that are none', async t => {
  const WebIdentityToken = await pool.idToken()
  refusedBySts(
    t,
    await assume({ WebIdentityToken, RoleArn: 'arn:aws:iam::000000000000:role/owners' }),
    403,
    'AccessDenied',
    'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  )
  const failed = (place: string, constraint: string) =>
    `1 validation error detected: Value ${place} failed to satisfy constraint: Member must ${constraint}`
  for (const [more, message] of [
    [
      { DurationSeconds: '899' },
      failed("'899' at 'durationSeconds'", 'have value greater than or equal to 900'),
    ],
    [
      { RoleSessionName: 'a b' },
      failed("'a b' at 'roleSessionName'", 'satisfy regular expression pattern: [\\w+=,.@-]*'),
    ],
    ...['abc', '', '900.5', '1e3', '0x384', 'Infinity', '-900'].map(
      DurationSeconds =>
        [{ DurationSeconds }, 'DurationSeconds must be a whole number of seconds.'] as const,
    ),
    [{ RoleArn: 'x' }, failed("'x' at 'roleArn'", 'have length greater than or equal to 20')],
  ] as const) {
    refusedBySts(t, await assume({ WebIdentityToken, ...more }), 400, 'ValidationError', message)
  }
  refusedBySts(
    t,
    await assume({}),
    400,
    'ValidationError',
    failed("null at 'webIdentityToken'", 'not be null'),
  )
})

t.test('a caller has to sign', async t => {
  const form = { Action: 'GetCallerIdentity' }
  refusedBySts(
    t,
    await sts(pool, form),
    403,
    'MissingAuthenticationToken',
    'Missing Authentication Token',
  )
  refusedBySts(
    t,
    await sts(pool, form, { authorization: 'Bearer x' }),
    400,
    'IncompleteSignature',
    'The Authorization header is not AWS4-HMAC-SHA256 with Credential, SignedHeaders and Signature.',
  )
})

t.test('actions that are not there', async t => {
  refusedBySts(
    t,
    await sts(pool, { Action: 'AssumeRole<' }),
    400,
    'InvalidAction',
    'AssumeRole&lt; is not an action of the local STS: it has GetCallerIdentity and AssumeRoleWithWebIdentity.',
  )
  // What XML has no place for, not even as an entity.
  const { text } = await sts(pool, { Action: 'a\u0000b\u001b\ufffe\tc' })
  t.equal(text.Message?.slice(0, 8), 'a\ufffdb\ufffd\ufffd\tc ')
  refusedBySts(t, await sts(pool, {}), 400, 'MissingAction', 'The request names no Action.')
})

t.test('what goes wrong inside stays inside, and is in the log', async t => {
  const WebIdentityToken = await pool.idToken()
  state.isBroken = true
  const answer = await assume({ WebIdentityToken })
  state.isBroken = false
  refusedBySts(t, answer, 500, 'InternalFailure', 'Internal failure')
  t.ok(lines.includes('STS failed: the clock is broken'))
})
