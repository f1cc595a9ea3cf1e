import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { post } from '../oauth/relying-party.ts'
import { adminCall, alice, call, claimsOf, refused, secretHash, signIn, succeeded } from './call.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const { userPoolId: UserPoolId } = pool
const admin = (operation: string, input: object = {}) => adminCall(pool, operation, input)
const create = (input: object) => admin('CreateUserPoolClient', { ClientName: 'made', ...input })

t.test('with the defaults of Cognito', async t => {
  const { status, body } = await create({})
  const { ClientId } = body.UserPoolClient
  t.equal(status, 200)
  t.match(ClientId, /^[a-z0-9]{26}$/)
  const described = {
    UserPoolClient: {
      UserPoolId,
      ClientName: 'made',
      ClientId,
      AccessTokenValidity: 1,
      IdTokenValidity: 1,
      RefreshTokenValidity: 30,
      TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
      ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AllowedOAuthFlowsUserPoolClient: false,
      SupportedIdentityProviders: ['COGNITO'],
      PreventUserExistenceErrors: 'LEGACY',
      EnableTokenRevocation: true,
    },
  }
  t.same(body, described)
  succeeded(t, await admin('DescribeUserPoolClient', { ClientId }), described)
})

t.test('with everything, and then with other things', async t => {
  const settings = {
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'],
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code', 'implicit'],
    AllowedOAuthScopes: ['openid', 'orders/order.read'],
    CallbackURLs: ['http://localhost:5173/callback'],
    LogoutURLs: ['http://localhost:5173/'],
    EnableTokenRevocation: false,
    PreventUserExistenceErrors: 'ENABLED',
    ReadAttributes: ['email'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 20 },
  }
  const { body } = await create({
    ...settings,
    GenerateSecret: true,
    AccessTokenValidity: 301,
    IdTokenValidity: 90,
    RefreshTokenValidity: 12,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'minutes', RefreshToken: 'hours' },
  })
  const { ClientId, ClientSecret } = body.UserPoolClient
  t.match(ClientSecret, /^[a-z0-9]{51}$/)
  t.same(body.UserPoolClient, {
    ...settings,
    UserPoolId,
    ClientName: 'made',
    ClientId,
    ClientSecret,
    AccessTokenValidity: 301,
    IdTokenValidity: 90,
    RefreshTokenValidity: 12,
    TokenValidityUnits: { AccessToken: 'seconds', IdToken: 'minutes', RefreshToken: 'hours' },
    SupportedIdentityProviders: ['COGNITO'],
  })
  t.match(pool.client(ClientId), {
    secret: ClientSecret,
    flows: ['code', 'implicit', 'USER_PASSWORD_AUTH', 'ADMIN_USER_PASSWORD_AUTH', 'refresh_token'],
    refreshTokenRotation: { gracePeriodSeconds: 20 },
  })
  const SECRET_HASH = secretHash(ClientSecret, alice.USERNAME, ClientId)
  t.ok((await signIn(pool, { ...alice, SECRET_HASH }, ClientId)).body.AuthenticationResult)

  const renamed = await admin('UpdateUserPoolClient', {
    ClientId,
    ClientName: 'renamed',
    RefreshTokenRotation: { Feature: 'ENABLED' },
    AccessTokenValidity: 0,
  })
  t.match(renamed.body.UserPoolClient, {
    ClientName: 'renamed',
    ClientSecret,
    AccessTokenValidity: 1,
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 0 },
    AllowedOAuthFlowsUserPoolClient: false,
  })
  const plain = await admin('UpdateUserPoolClient', {
    ClientId,
    RefreshTokenRotation: { Feature: 'DISABLED' },
  })
  t.equal(plain.body.UserPoolClient.ClientName, 'renamed')
  t.notOk('RefreshTokenRotation' in plain.body.UserPoolClient)
})

t.test('a machine that was made gets its tokens', async t => {
  const { body } = await create({
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/order.read'],
    ExplicitAuthFlows: [],
  })
  const { ClientId, ClientSecret } = body.UserPoolClient
  const answer = await post(pool.tokenEndpoint, {
    grant_type: 'client_credentials',
    client_id: ClientId,
    client_secret: ClientSecret,
  })
  t.equal(answer.status, 200)
})

t.test('so does one that gets them without the OAuth endpoints', async t => {
  const direct = { GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_CLIENT_TOKEN_AUTH'] }
  const all = (await create(direct)).body.UserPoolClient
  t.same(all.AllowedOAuthScopes, [
    'orders/order.read',
    'orders/order.write',
    'orders/revocation.write',
  ])
  const AllowedOAuthScopes = ['orders/order.read']
  const { ClientId, ClientSecret } = (await create({ ...direct, AllowedOAuthScopes })).body
    .UserPoolClient
  const { body } = await call(pool, 'GetClientToken', { ClientId, Secret: ClientSecret })
  const { AccessToken } = body.ClientAuthenticationResult
  t.equal(claimsOf(AccessToken).scope, 'orders/order.read')
})

t.test('a client keeps its second secret when it is updated', async t => {
  const two = await createUserPool({
    clients: [
      { name: 'two', flows: ['refresh_token'], secret: true, secondSecret: true },
      { name: 'public', flows: ['refresh_token'] },
    ],
  })
  t.teardown(two.close)
  const { id, secret, secondSecret } = two.client('two')
  await adminCall(two, 'UpdateUserPoolClient', { ClientId: id })
  t.match(two.client(id), { secret, secondSecret, flows: ['refresh_token', 'USER_SRP_AUTH'] })
  await adminCall(two, 'UpdateUserPoolClient', { ClientId: two.client('public').id })
  t.notOk('secret' in two.client('public'))
})

t.test('listed page by page, and deleted', async t => {
  const { body } = await admin('ListUserPoolClients', { MaxResults: 5 })
  t.same(
    body.UserPoolClients.map(({ ClientName }: { ClientName: string }) => ClientName),
    ['web', 'docs', 'cli', 'postman', 'machine'],
  )
  t.same(body.UserPoolClients[0], {
    ClientId: pool.client('web').id,
    UserPoolId,
    ClientName: 'web',
  })
  const { body: rest } = await admin('ListUserPoolClients', { NextToken: body.NextToken })
  t.equal(rest.UserPoolClients.length, 5)
  const ClientId = pool.client('docs').id
  succeeded(t, await admin('DeleteUserPoolClient', { ClientId }), {})
  for (const operation of [
    'DescribeUserPoolClient',
    'UpdateUserPoolClient',
    'DeleteUserPoolClient',
  ]) {
    refused(
      t,
      await admin(operation, { ClientId }),
      'ResourceNotFoundException',
      `User pool client ${ClientId} does not exist.`,
    )
  }
})

t.test('what Cognito would not accept', async t => {
  const oauth = {
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['code'],
    AllowedOAuthScopes: ['openid'],
  }
  const needed =
    'AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.'
  const cases: readonly (readonly [object, string, string])[] = [
    [{ AllowedOAuthFlowsUserPoolClient: true }, 'InvalidOAuthFlowException', needed],
    [{ ...oauth, AllowedOAuthScopes: [] }, 'InvalidOAuthFlowException', needed],
    [
      { ...oauth, AllowedOAuthScopes: ['orders/nothing'] },
      'ScopeDoesNotExistException',
      'Scope orders/nothing does not exist.',
    ],
    [
      { ...oauth, AllowedOAuthFlows: ['client_credentials'] },
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected if client does not have a client secret.',
    ],
    [
      { ...oauth, AllowedOAuthFlows: ['code', 'client_credentials'], GenerateSecret: true },
      'InvalidOAuthFlowException',
      'client_credentials flow can not be selected along with code flow or implicit flow.',
    ],
    [
      { ...oauth, CallbackURLs: ['http://example.com/'] },
      'InvalidParameterException',
      'The app client made has address http://example.com/, which is not https, http on localhost, or a scheme of an app, without a fragment.',
    ],
    [
      { AccessTokenValidity: 2, TokenValidityUnits: { AccessToken: 'days' } },
      'InvalidParameterException',
      'The app client made has accessTokenValidity 2d, which is not from 5m to 1d.',
    ],
    [
      { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
      'InvalidParameterException',
      "1 validation error detected: Value 'ALLOW_CUSTOM_AUTH' at 'explicitAuthFlows.1.member' failed to satisfy constraint: Member must satisfy enum value set: [ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH, ALLOW_ADMIN_USER_PASSWORD_AUTH, ALLOW_REFRESH_TOKEN_AUTH, ALLOW_CLIENT_TOKEN_AUTH]",
    ],
  ]
  for (const [input, name, message] of cases) refused(t, await create(input), name, message)
  const flows = ['client_credentials', 'client_credentials']
  t.equal((await create({ AllowedOAuthFlows: flows })).status, 200, 'they are switched off')
  const twice = { ...oauth, AllowedOAuthFlows: flows, GenerateSecret: true }
  t.equal((await create(twice)).status, 200)
})
