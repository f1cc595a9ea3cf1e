import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose'
import t from 'tap'
import type {
  ClaimsAndScopeOverride,
  PreTokenGenerationEvent,
} from '../../../src/user-pool/index.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { callback, codeFor, requestTokens, tokensFor } from '../oauth/relying-party.ts'

const events: PreTokenGenerationEvent[] = []
let override: ClaimsAndScopeOverride | null | undefined
let failure: unknown
const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`
const pool = await createUserPool({
  users: [
    {
      email: 'alice@example.com',
      password: 'alice-password',
      groups: ['admin', 'staff'],
      attributes: { 'custom:tenant': '7' },
    },
  ],
  groups: [
    { name: 'admin', description: '', role: role('admin'), precedence: 1 },
    { name: 'staff', description: '', role: role('staff'), precedence: 2 },
  ],
  preTokenGeneration: event => {
    events.push(structuredClone(event))
    if (failure !== undefined) throw failure
    if (override !== undefined) event.response.claimsAndScopeOverrideDetails = override
    return event
  },
})
t.teardown(pool.close)
const { sub } = pool.user('alice@example.com')
const scope = 'openid orders/order.read'

async function claims() {
  const tokens = await tokensFor(pool, { scope })
  return { access: decodeJwt(tokens.access_token), id: decodeJwt(tokens.id_token) }
}

t.test('it gets version 2 of the event', async t => {
  override = undefined
  const { refresh_token } = await tokensFor(pool, { scope })
  t.strictSame(events.at(-1), {
    version: '2',
    triggerSource: 'TokenGeneration_HostedAuth',
    region: 'eu-central-1',
    userPoolId: pool.userPoolId,
    userName: sub,
    callerContext: {
      awsSdkVersion: 'aws-sdk-unknown-unknown',
      clientId: pool.client('web').id,
    },
    request: {
      userAttributes: {
        sub,
        'cognito:user_status': 'CONFIRMED',
        email_verified: 'true',
        'custom:tenant': '7',
        email: 'alice@example.com',
      },
      groupConfiguration: {
        groupsToOverride: ['admin', 'staff'],
        iamRolesToOverride: [role('admin'), role('staff')],
        preferredRole: role('admin'),
      },
      scopes: ['openid', 'orders/order.read'],
    },
    response: { claimsAndScopeOverrideDetails: null },
  })
  await requestTokens(pool, { grant_type: 'refresh_token', refresh_token })
  t.equal(events.at(-1)?.triggerSource, 'TokenGeneration_RefreshTokens')
})

t.test('claims are added, replaced and suppressed, in each token by itself', async t => {
  override = {
    accessTokenGeneration: {
      claimsToAddOrOverride: { tenant: 7, limits: { orders: 3 }, aud: 'https://api.example' },
      claimsToSuppress: ['cognito:groups'],
    },
    idTokenGeneration: {
      claimsToAddOrOverride: { email: 'other@example.com' },
      claimsToSuppress: ['email_verified'],
    },
  }
  const { access, id } = await claims()
  t.match(access, { tenant: 7, limits: { orders: 3 }, aud: 'https://api.example' })
  t.notOk('cognito:groups' in access)
  t.match(id, { email: 'other@example.com', 'cognito:groups': ['admin', 'staff'] })
  t.notOk('email_verified' in id || 'tenant' in id)
})

t.test('claims of the protocol cannot be touched', async t => {
  const names = ['sub', 'iss', 'exp', 'iat', 'jti', 'token_use', 'auth_time', 'origin_jti'] as const
  const wrong = Object.fromEntries([...names, 'client_id', 'scope'].map(name => [name, 'x']))
  override = {
    accessTokenGeneration: { claimsToAddOrOverride: wrong, claimsToSuppress: Object.keys(wrong) },
    idTokenGeneration: {
      claimsToAddOrOverride: { ...wrong, aud: 'x' },
      claimsToSuppress: [...Object.keys(wrong), 'aud'],
    },
  }
  const { access, id } = await claims()
  for (const name of names) {
    t.not(access[name], 'x', name)
    t.ok(access[name], name)
    t.not(id[name], 'x', name)
    t.ok(id[name], name)
  }
  t.equal(access.scope, scope)
  t.equal(id.aud, pool.client('web').id)
})

t.test('scopes are added and suppressed', async t => {
  override = {
    accessTokenGeneration: {
      scopesToAdd: ['orders/order.write', 'any', 'openid', 'no scope', ''],
      scopesToSuppress: ['orders/order.read'],
    },
  }
  t.equal((await claims()).access.scope, 'openid orders/order.write any')
})

t.test('groups and roles are replaced', async t => {
  override = {
    groupOverrideDetails: {
      groupsToOverride: ['staff'],
      iamRolesToOverride: [role('other')],
      preferredRole: role('other'),
    },
  }
  const { access, id } = await claims()
  t.strictSame(access['cognito:groups'], ['staff'])
  t.match(id, {
    'cognito:groups': ['staff'],
    'cognito:roles': [role('other')],
    'cognito:preferred_role': role('other'),
  })
})

t.test('null, nothing and empty objects change nothing', async t => {
  for (const nothing of [
    null,
    {},
    { accessTokenGeneration: null, idTokenGeneration: null, groupOverrideDetails: null },
    {
      accessTokenGeneration: {
        claimsToAddOrOverride: null,
        claimsToSuppress: null,
        scopesToAdd: null,
        scopesToSuppress: null,
      },
      groupOverrideDetails: {
        groupsToOverride: null,
        iamRolesToOverride: null,
        preferredRole: null,
      },
    },
  ]) {
    override = nothing
    const { access, id } = await claims()
    t.match(access, { scope, 'cognito:groups': ['admin', 'staff'] })
    t.match(id, {
      'cognito:roles': [role('admin'), role('staff')],
      'cognito:preferred_role': role('admin'),
    })
  }
})

t.test('tokens that were changed have good signatures, and at_hash fits', async t => {
  override = { accessTokenGeneration: { claimsToAddOrOverride: { tenant: 7 } } }
  const { access_token } = await tokensFor(pool, { scope })
  const keys = createRemoteJWKSet(new URL(pool.jwksUri))
  t.match(await jwtVerify(access_token, keys, { issuer: pool.issuer }), { payload: { tenant: 7 } })
})

t.test('invalid_request at the token endpoint: the hook refuses to renew them', async t => {
  const { refresh_token } = await tokensFor(pool, { scope })
  failure = new Error('not today')
  const { status, body } = await requestTokens(pool, { grant_type: 'refresh_token', refresh_token })
  failure = undefined
  t.equal(status, 400)
  t.strictSame(body, {
    error: 'invalid_request',
    error_description: 'PreTokenGeneration failed with error not today.',
  })
})

t.test('invalid_request at the token endpoint: the hook refuses the tokens', async t => {
  for (const [thrown, words] of [
    [new Error('not today'), 'not today'],
    ['a text', 'a text'],
  ] as const) {
    failure = undefined
    const code = await codeFor(pool, { scope })
    failure = thrown
    const { status, body } = await requestTokens(pool, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: callback,
    })
    t.equal(status, 400)
    t.strictSame(body, {
      error: 'invalid_request',
      error_description: `PreTokenGeneration failed with error ${words}.`,
    })
  }
})
