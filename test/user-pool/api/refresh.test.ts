import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { post, testClock, tokensFor } from '../oauth/relying-party.ts'
import {
  adminCall,
  alice,
  call,
  claimsOf,
  refused,
  secretHash,
  signIn,
  succeeded,
  tokensOf,
} from './call.ts'

const clock = testClock()
const flows = ['USER_PASSWORD_AUTH', 'refresh_token'] as const
const pool = await createUserPool({
  clock: clock.read,
  clients: [
    { name: 'cli', flows },
    {
      name: 'web',
      flows: ['code', 'refresh_token'],
      callbackUrls: ['http://localhost:4200/oauth/cognito'],
    },
    { name: 'rotating', flows, refreshTokenRotation: { gracePeriodSeconds: 10 } },
    { name: 'secret', flows, secret: true },
    { name: 'once', flows: ['USER_PASSWORD_AUTH'], revocation: false },
  ],
})
t.teardown(pool.close)

function refreshWith(token: string, client = 'cli', parameters: object = {}) {
  return call(pool, 'InitiateAuth', {
    ClientId: pool.client(client).id,
    AuthFlow: 'REFRESH_TOKEN_AUTH',
    AuthParameters: { REFRESH_TOKEN: token, ...parameters },
  })
}

function getTokens(token: string, client = 'cli', more: object = {}) {
  const { id: ClientId } = pool.client(client)
  return call(pool, 'GetTokensFromRefreshToken', { RefreshToken: token, ClientId, ...more })
}

function revoke(token: string, client = 'cli', more: object = {}) {
  return call(pool, 'RevokeToken', { Token: token, ClientId: pool.client(client).id, ...more })
}

t.test('new tokens of the same sign-in, and no new refresh token', async t => {
  const first = await tokensOf(pool)
  clock.forward(60)
  for (const answer of [
    await refreshWith(first.RefreshToken),
    await getTokens(first.RefreshToken),
  ]) {
    const { AccessToken, IdToken, ...rest } = answer.body.AuthenticationResult
    t.same(rest, { ExpiresIn: 3600, TokenType: 'Bearer' })
    const [before, access] = [claimsOf(first.AccessToken), claimsOf(AccessToken)]
    t.equal(access.auth_time, before.auth_time)
    t.equal(access.origin_jti, before.origin_jti)
    t.equal(access.iat, clock.seconds)
    t.not(access.jti, before.jti)
    t.equal(access.scope, 'aws.cognito.signin.user.admin')
    t.notOk('version' in access)
    t.equal(claimsOf(IdToken).email, 'alice@example.com')
  }
})

t.test('the old name of the flow, and an administrator', async t => {
  const { RefreshToken } = await tokensOf(pool)
  for (const AuthFlow of ['REFRESH_TOKEN', 'REFRESH_TOKEN_AUTH']) {
    const { body } = await adminCall(pool, 'AdminInitiateAuth', {
      ClientId: pool.client('cli').id,
      AuthFlow,
      AuthParameters: { REFRESH_TOKEN: RefreshToken },
    })
    t.ok(body.AuthenticationResult.AccessToken)
  }
})

t.test('the token endpoint takes it too, and gives what the API gave', async t => {
  const { RefreshToken } = await tokensOf(pool)
  const { body } = await post(pool.tokenEndpoint, {
    grant_type: 'refresh_token',
    client_id: pool.client('cli').id,
    refresh_token: RefreshToken,
  })
  // `cli` has no OAuth flow, which Cognito calls an invalid grant.
  t.same(body, { error: 'invalid_grant' })
})

t.test('tokens of the hosted pages keep their scopes', async t => {
  const { refresh_token } = await tokensFor(pool, { scope: 'openid orders/order.read' })
  const { body } = await refreshWith(refresh_token, 'web')
  const { AccessToken, IdToken } = body.AuthenticationResult
  t.equal(claimsOf(AccessToken).scope, 'openid orders/order.read')
  t.equal(claimsOf(AccessToken).version, 2)
  t.ok('at_hash' in claimsOf(IdToken))
})

t.test('what is no refresh token of the client', async t => {
  const { RefreshToken, AccessToken } = await tokensOf(pool)
  const invalid = ['NotAuthorizedException', 'Invalid Refresh Token'] as const
  refused(t, await refreshWith('x'), ...invalid)
  refused(t, await refreshWith(AccessToken), ...invalid)
  refused(t, await refreshWith(RefreshToken, 'web'), ...invalid)
  refused(
    t,
    await refreshWith(''),
    'InvalidParameterException',
    'Missing required parameter REFRESH_TOKEN',
  )
  for (const answer of [
    await refreshWith(RefreshToken, 'once'),
    await getTokens(RefreshToken, 'once'),
  ]) {
    refused(
      t,
      answer,
      'InvalidParameterException',
      'REFRESH_TOKEN_AUTH flow not enabled for this client',
    )
  }
})

t.test('one that ran out, was revoked, or whose user is disabled', async t => {
  const { RefreshToken } = await tokensOf(pool)
  const Username = alice.USERNAME
  await adminCall(pool, 'AdminDisableUser', { Username })
  refused(t, await getTokens(RefreshToken), 'NotAuthorizedException', 'User is disabled.')
  await adminCall(pool, 'AdminEnableUser', { Username })
  refused(
    t,
    await getTokens(RefreshToken),
    'NotAuthorizedException',
    'Refresh Token has been revoked',
  )
  const { RefreshToken: old } = await tokensOf(pool)
  clock.forward(30 * 86_400)
  refused(t, await refreshWith(old), 'NotAuthorizedException', 'Refresh Token has expired')
})

t.test('where they are rotated, only GetTokensFromRefreshToken gives new ones', async t => {
  const first = await tokensOf(pool, alice, 'rotating')
  refused(
    t,
    await refreshWith(first.RefreshToken, 'rotating'),
    'InvalidParameterException',
    'Refresh token rotation is on for this client: use GetTokensFromRefreshToken.',
  )
  const { body } = await getTokens(first.RefreshToken, 'rotating')
  const second = body.AuthenticationResult.RefreshToken
  t.equal((await getTokens(first.RefreshToken, 'rotating')).status, 200, 'for the grace period')
  clock.forward(10)
  refused(
    t,
    await getTokens(first.RefreshToken, 'rotating'),
    'RefreshTokenReuseException',
    'Refresh Token has already been used',
  )
  t.equal((await getTokens(second, 'rotating')).status, 200)
})

t.test('a client with a secret: the hash is over the username of the tokens', async t => {
  const { id, secret = '' } = pool.client('secret')
  const hash = (name: string) => ({ SECRET_HASH: secretHash(secret, name, id) })
  const tokens = await tokensOf(pool, { ...alice, ...hash(alice.USERNAME) }, 'secret')
  const { RefreshToken } = tokens
  const { sub } = pool.user(alice.USERNAME)
  t.equal((await refreshWith(RefreshToken, 'secret', hash(sub))).status, 200)
  const unable = `Unable to verify secret hash for client ${id}`
  const byEmail = await refreshWith(RefreshToken, 'secret', hash(alice.USERNAME))
  refused(t, byEmail, 'NotAuthorizedException', unable)
  const ofNothing = await refreshWith('x', 'secret', hash(sub))
  refused(t, ofNothing, 'NotAuthorizedException', unable)
  refused(
    t,
    await refreshWith(RefreshToken, 'secret'),
    'NotAuthorizedException',
    `Client ${id} is configured with secret but SECRET_HASH was not received`,
  )
  const invalid = `Invalid client secret for client ${id}`
  for (const more of [{}, { ClientSecret: 'x' }]) {
    refused(t, await getTokens(RefreshToken, 'secret', more), 'NotAuthorizedException', invalid)
    refused(t, await revoke(RefreshToken, 'secret', more), 'NotAuthorizedException', invalid)
  }
  const right = { ClientSecret: secret }
  t.equal((await getTokens(RefreshToken, 'secret', right)).status, 200)
  succeeded(t, await revoke(RefreshToken, 'secret', right), {})
})

t.test('revoking a refresh token ends what goes back to the sign-in', async t => {
  const { RefreshToken, AccessToken } = await tokensOf(pool)
  const other = await tokensOf(pool)
  succeeded(t, await revoke(RefreshToken), {})
  succeeded(t, await revoke(RefreshToken), {})
  refused(
    t,
    await refreshWith(RefreshToken),
    'NotAuthorizedException',
    'Refresh Token has been revoked',
  )
  refused(
    t,
    await call(pool, 'GetUser', { AccessToken }),
    'NotAuthorizedException',
    'Access Token has been revoked',
  )
  t.equal((await call(pool, 'GetUser', { AccessToken: other.AccessToken })).status, 200)
})

t.test('what cannot be revoked', async t => {
  const { RefreshToken, AccessToken } = await tokensOf(pool)
  refused(t, await revoke(AccessToken), 'UnsupportedTokenTypeException', 'Unsupported token type')
  refused(
    t,
    await revoke(RefreshToken, 'rotating'),
    'UnauthorizedException',
    'Token is not issued to this client',
  )
  refused(
    t,
    await revoke(RefreshToken, 'once'),
    'UnsupportedOperationException',
    'Token revocation is not enabled for this client',
  )
  succeeded(t, await revoke('nothing-that-anybody-knows'), {})
})

t.test('a hook that throws refuses the refresh', async t => {
  const hooked = await createUserPool({
    preTokenGeneration: event => {
      if (event.triggerSource === 'TokenGeneration_RefreshTokens') throw new Error('no more')
      return event
    },
  })
  t.teardown(hooked.close)
  const { body } = await signIn(hooked)
  refused(
    t,
    await call(hooked, 'GetTokensFromRefreshToken', {
      RefreshToken: body.AuthenticationResult.RefreshToken,
      ClientId: hooked.client('cli').id,
    }),
    'UserLambdaValidationException',
    'PreTokenGeneration failed with error no more.',
  )
})
