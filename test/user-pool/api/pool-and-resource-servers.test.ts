import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { post } from '../oauth/relying-party.ts'
import { adminCall, call, claimsOf, refused, signed, succeeded } from './call.ts'

const pool = await createUserPool({
  passwordPolicy: { minimumLength: 8, requireNumbers: true },
  users: [],
  clients: [
    { name: 'machine', flows: ['client_credentials'], secret: true },
    { name: 'direct', flows: ['CLIENT_TOKEN_AUTH'], secret: true },
  ],
})
t.teardown(pool.close)
const { userPoolId: UserPoolId } = pool
const admin = (operation: string, input: object = {}) => adminCall(pool, operation, input)

t.test('the pool describes itself', async t => {
  const { status, body } = await admin('DescribeUserPool')
  t.equal(status, 200)
  const { SchemaAttributes, ...rest } = body.UserPool
  t.same(rest, {
    Id: UserPoolId,
    Name: 'local',
    Arn: `arn:aws:cognito-idp:eu-central-1:000000000000:userpool/${UserPoolId}`,
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: false,
        RequireLowercase: false,
        RequireNumbers: true,
        RequireSymbols: false,
      },
    },
    AutoVerifiedAttributes: ['email'],
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    MfaConfiguration: 'OPTIONAL',
    EstimatedNumberOfUsers: 0,
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    Domain: pool.origin,
  })
  t.equal(SchemaAttributes.length, 20)
  const named = (wanted: string) =>
    SchemaAttributes.find(({ Name }: { Name: string }) => Name === wanted)
  const lengths = (MinLength: string, MaxLength: string) => ({
    StringAttributeConstraints: { MinLength, MaxLength },
  })
  for (const [Name, AttributeDataType, about] of [
    ['sub', 'String', { ...lengths('1', '2048'), Mutable: false, Required: true }],
    ['email', 'String', { ...lengths('0', '2048'), Required: true }],
    ['birthdate', 'String', lengths('10', '10')],
    ['updated_at', 'Number', { NumberAttributeConstraints: { MinValue: '0' } }],
    ['email_verified', 'Boolean', {}],
  ] as const) {
    const usual = { DeveloperOnlyAttribute: false, Mutable: true, Required: false }
    t.same(named(Name), { Name, AttributeDataType, ...usual, ...about })
  }
  succeeded(t, await admin('GetUserPoolMfaConfig'), {
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  })
})

t.test('it is the only one, and where users have names it says so', async t => {
  const named = await createUserPool({ signInWith: 'username', users: [], selfSignUp: false })
  t.teardown(named.close)
  const { body } = await adminCall(named, 'DescribeUserPool')
  t.notOk('UsernameAttributes' in body.UserPool)
  t.same(body.UserPool.AdminCreateUserConfig, { AllowAdminCreateUserOnly: true })
  succeeded(t, await call(pool, 'ListUserPools', { MaxResults: 10 }, signed), {
    UserPools: [{ Id: UserPoolId, Name: 'local' }],
  })
})

t.test('its domain is its origin', async t => {
  const host = new URL(pool.origin).host
  for (const Domain of [pool.origin, host]) {
    succeeded(t, await call(pool, 'DescribeUserPoolDomain', { Domain }, signed), {
      DomainDescription: { UserPoolId, AWSAccountId: '000000000000', Domain, Status: 'ACTIVE' },
    })
  }
  const other = await call(pool, 'DescribeUserPoolDomain', { Domain: 'other' }, signed)
  succeeded(t, other, { DomainDescription: {} })
})

t.test('resource servers: made, described, changed, listed, deleted', async t => {
  const Identifier = 'https://api.example.com'
  const server = {
    Identifier,
    Name: 'Invoices',
    Scopes: [{ ScopeName: 'read', ScopeDescription: 'See invoices' }],
  }
  const described = { UserPoolId, ...server }
  succeeded(t, await admin('CreateResourceServer', server), { ResourceServer: described })
  refused(
    t,
    await admin('CreateResourceServer', server),
    'InvalidParameterException',
    `${Identifier} already exists in user pool ${UserPoolId}.`,
  )
  succeeded(t, await admin('DescribeResourceServer', { Identifier }), { ResourceServer: described })
  const { body } = await admin('ListResourceServers', { MaxResults: 1 })
  t.equal(body.ResourceServers[0].Identifier, 'orders')
  const rest = await admin('ListResourceServers', { NextToken: body.NextToken })
  succeeded(t, rest, { ResourceServers: [described] })

  const made = await admin('CreateUserPoolClient', {
    ClientName: 'invoicing',
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: [`${Identifier}/read`],
  })
  const { ClientId, ClientSecret } = made.body.UserPoolClient
  const answer = await post(pool.tokenEndpoint, {
    grant_type: 'client_credentials',
    client_id: ClientId,
    client_secret: ClientSecret,
  })
  t.equal(claimsOf(String(answer.body.access_token)).scope, `${Identifier}/read`)

  const bare = { Identifier, Name: 'Nothing' }
  succeeded(t, await admin('UpdateResourceServer', bare), {
    ResourceServer: { UserPoolId, ...bare, Scopes: [] },
  })
  succeeded(t, await admin('DeleteResourceServer', { Identifier }), {})
  for (const operation of [
    'DescribeResourceServer',
    'UpdateResourceServer',
    'DeleteResourceServer',
  ]) {
    refused(
      t,
      await admin(operation, bare),
      'ResourceNotFoundException',
      `Resource server ${Identifier} does not exist.`,
    )
  }
})

t.test('a machine gets a token without the OAuth endpoints', async t => {
  const { id: ClientId, secret: Secret } = pool.client('direct')
  const { body } = await call(pool, 'GetClientToken', { ClientId, Secret })
  const { AccessToken, ...rest } = body.ClientAuthenticationResult
  t.same(rest, { ExpiresIn: 3600, TokenType: 'Bearer' })
  t.match(claimsOf(AccessToken), {
    sub: ClientId,
    client_id: ClientId,
    scope: 'orders/order.read orders/order.write orders/revocation.write',
    version: 2,
  })
  const one = { ClientId, Secret, Scopes: ['orders/order.read'] }
  const narrow = await call(pool, 'GetClientToken', one)
  t.equal(claimsOf(narrow.body.ClientAuthenticationResult.AccessToken).scope, 'orders/order.read')
  const machine = pool.client('machine')
  const cases: readonly (readonly [object, string, string])[] = [
    [{ ...one, Scopes: ['openid'] }, 'InvalidParameterException', 'Invalid scope requested'],
    [
      { ...one, Secret: 'x' },
      'NotAuthorizedException',
      `Invalid client secret for client ${ClientId}`,
    ],
    [
      { ClientId: machine.id, Secret: machine.secret },
      'InvalidParameterException',
      'CLIENT_TOKEN_AUTH flow not enabled for this client',
    ],
  ]
  for (const [input, name, message] of cases) {
    refused(t, await call(pool, 'GetClientToken', input), name, message)
  }
})

t.test('the flow is for clients with a secret, and with no other flow', async t => {
  const flows = ['CLIENT_TOKEN_AUTH', 'code'] as const
  await t.rejects(createUserPool({ clients: [{ name: 'mixed', flows }] }), {
    message:
      'User pool configuration: app client mixed cannot mix CLIENT_TOKEN_AUTH with another flow; app client mixed needs a secret for CLIENT_TOKEN_AUTH',
  })
})
