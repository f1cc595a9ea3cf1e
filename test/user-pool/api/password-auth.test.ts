import { decodeProtectedHeader } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, alice, bob, call, claimsOf, refused, secretHash, signIn } from './call.ts'

const clock = testClock()
const pool = await createUserPool({
  clock: clock.read,
  users: [
    { email: 'alice@example.com', password: 'alice-password', groups: ['admin'] },
    { email: 'bob@example.com', password: 'bob-password', enabled: false },
    { email: 'carol@example.com', password: 'carol-password', status: 'RESET_REQUIRED' },
  ],
  clients: [
    { name: 'cli', flows: ['USER_PASSWORD_AUTH', 'refresh_token'] },
    {
      name: 'open',
      flows: ['USER_PASSWORD_AUTH'],
      preventUserExistenceErrors: false,
      readAttributes: ['custom:tenant'],
    },
    { name: 'secret', flows: ['USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH'], secret: true },
    { name: 'pages', flows: ['code'] },
  ],
})
t.teardown(pool.close)
const ClientId = pool.client('cli').id
const initiate = (input: object) =>
  call(pool, 'InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', ...input })

t.test('tokens of a sign-in through the API', async t => {
  const { status, body } = await signIn(pool)
  t.equal(status, 200)
  t.same(Object.keys(body), ['AuthenticationResult', 'ChallengeParameters'])
  t.same(body.ChallengeParameters, {})
  const { AccessToken, IdToken, RefreshToken, ...rest } = body.AuthenticationResult
  t.same(rest, { ExpiresIn: 3600, TokenType: 'Bearer' })
  t.same(decodeProtectedHeader(RefreshToken), { cty: 'JWT', enc: 'A256GCM', alg: 'dir' })
  const { sub } = pool.user('alice@example.com')
  const common = {
    sub,
    'cognito:groups': ['admin'],
    iss: pool.issuer,
    auth_time: clock.seconds,
    iat: clock.seconds,
    exp: clock.seconds + 3600,
  }
  const { jti, origin_jti, event_id, ...access } = claimsOf(AccessToken)
  t.same(access, {
    ...common,
    client_id: ClientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: sub,
  })
  const { jti: idJti, ...id } = claimsOf(IdToken)
  t.same(id, {
    ...common,
    origin_jti,
    event_id,
    'cognito:username': sub,
    aud: ClientId,
    token_use: 'id',
    email: 'alice@example.com',
    email_verified: true,
  })
  t.not(jti, idJti)
})

t.test('the ID token has what the client may read', async t => {
  const { body } = await signIn(pool, alice, 'open')
  t.notOk('email' in claimsOf(body.AuthenticationResult.IdToken))
})

t.test('its tokens are refused by userInfo, for lack of openid', async t => {
  const { body } = await signIn(pool)
  const answer = await fetch(pool.userInfoEndpoint, {
    headers: { authorization: `Bearer ${body.AuthenticationResult.AccessToken}` },
  })
  t.equal(answer.status, 401)
})

t.test('whoever cannot sign in', async t => {
  const wrong = ['NotAuthorizedException', 'Incorrect username or password.'] as const
  const nobody = { USERNAME: 'nobody@example.com', PASSWORD: 'x' }
  refused(t, await signIn(pool, { ...alice, PASSWORD: 'x' }), ...wrong)
  refused(t, await signIn(pool, nobody), ...wrong)
  refused(t, await signIn(pool, nobody, 'open'), 'UserNotFoundException', 'User does not exist.')
  refused(t, await signIn(pool, bob), 'NotAuthorizedException', 'User is disabled.')
  refused(
    t,
    await signIn(pool, { USERNAME: 'carol@example.com', PASSWORD: 'carol-password' }),
    'PasswordResetRequiredException',
    'Password reset required for the user',
  )
})

t.test('five failures lock the user out for a second', async t => {
  for (let time = 0; time < 5; time += 1) await signIn(pool, { ...alice, PASSWORD: 'x' })
  refused(t, await signIn(pool), 'NotAuthorizedException', 'Password attempts exceeded')
  clock.forward(1)
  t.equal((await signIn(pool)).status, 200)
})

t.test('flows that the client or the pool does not have', async t => {
  const cases: readonly (readonly [object, string, string])[] = [
    [
      { ClientId: pool.client('pages').id, AuthParameters: alice },
      'InvalidParameterException',
      'USER_PASSWORD_AUTH flow not enabled for this client',
    ],
    [
      { AuthFlow: 'USER_SRP_AUTH', AuthParameters: alice },
      'InvalidParameterException',
      'USER_SRP_AUTH is not enabled for the client.',
    ],
    [
      { AuthFlow: 'CUSTOM_AUTH', AuthParameters: alice },
      'InvalidParameterException',
      'Custom auth lambda trigger is not configured for the user pool.',
    ],
    [
      { AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters: alice },
      'InvalidParameterException',
      'Initiate Auth method not supported.',
    ],
    [
      { AuthFlow: 'USER_AUTH', AuthParameters: alice },
      'InvalidParameterException',
      'Initiate Auth method not supported.',
    ],
    [{}, 'InvalidParameterException', 'Missing required parameter USERNAME'],
    [
      { AuthParameters: { USERNAME: 'alice@example.com', PASSWORD: '' } },
      'InvalidParameterException',
      'Missing required parameter PASSWORD',
    ],
    [
      { ClientId: 'nobody', AuthParameters: alice },
      'ResourceNotFoundException',
      'User pool client nobody does not exist.',
    ],
  ]
  for (const [input, name, message] of cases) refused(t, await initiate(input), name, message)
})

t.test('a client with a secret has to send the hash', async t => {
  const { id, secret = '' } = pool.client('secret')
  refused(
    t,
    await signIn(pool, alice, 'secret'),
    'NotAuthorizedException',
    `Client ${id} is configured with secret but SECRET_HASH was not received`,
  )
  const hash = (text: string) => ({ SECRET_HASH: secretHash(text, alice.USERNAME, id) })
  refused(
    t,
    await signIn(pool, { ...alice, ...hash('another') }, 'secret'),
    'NotAuthorizedException',
    `Unable to verify secret hash for client ${id}`,
  )
  t.equal((await signIn(pool, { ...alice, ...hash(secret) }, 'secret')).status, 200)
})

t.test('an administrator signs a user in with the password', async t => {
  const { id, secret = '' } = pool.client('secret')
  const AuthParameters = { ...alice, SECRET_HASH: secretHash(secret, alice.USERNAME, id) }
  for (const AuthFlow of ['ADMIN_USER_PASSWORD_AUTH', 'ADMIN_NO_SRP_AUTH']) {
    const input = { ClientId: id, AuthFlow, AuthParameters }
    const { body } = await adminCall(pool, 'AdminInitiateAuth', input)
    t.equal(claimsOf(body.AuthenticationResult.AccessToken).client_id, id)
  }
  refused(
    t,
    await adminCall(pool, 'AdminInitiateAuth', {
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: alice,
    }),
    'InvalidParameterException',
    'ADMIN_USER_PASSWORD_AUTH flow not enabled for this client',
  )
  refused(
    t,
    await adminCall(pool, 'AdminInitiateAuth', {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: alice,
    }),
    'InvalidParameterException',
    'Auth flow not enabled for this client',
  )
  refused(
    t,
    await call(pool, 'AdminInitiateAuth', {
      UserPoolId: pool.userPoolId,
      ClientId: id,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters,
    }),
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  )
})

t.test('a hook that throws refuses the sign-in', async t => {
  const hooked = await createUserPool({
    preTokenGeneration: event => {
      if (event.triggerSource === 'TokenGeneration_Authentication') throw new Error('not today ☂')
      return event
    },
  })
  t.teardown(hooked.close)
  const answer = await signIn(hooked)
  t.equal(answer.status, 400)
  t.same(answer.body, {
    __type: 'UserLambdaValidationException',
    message: 'PreTokenGeneration failed with error not today ☂.',
  })
  t.equal(
    answer.headers.get('x-amzn-errormessage'),
    'PreTokenGeneration failed with error not today ?.',
  )
})

t.test('what is longer than a header should be is whole in the body', async t => {
  const talkative = await createUserPool({
    preTokenGeneration: () => {
      throw new Error('x'.repeat(20_000))
    },
  })
  t.teardown(talkative.close)
  const { body, headers } = await signIn(talkative)
  t.equal(headers.get('x-amzn-errormessage')?.length, 1024)
  t.ok((body as { message: string }).message.length > 20_000)
})
