import t from 'tap'
import { specification } from './broken-templates.ts'
import { checkTemplate } from './check-template.ts'
import { onlyOne, propertiesOf, stackWith, templateText } from './stack.ts'

const client = 'AWS::Cognito::UserPoolClient'

t.test('AWS knows every type, property, value and reference of the template', async t => {
  t.same(checkTemplate(templateText, specification), [])
})

t.test('people sign in by email, which they prove, in capitals or small letters', async t => {
  t.match(onlyOne(stackWith(), 'AWS::Cognito::UserPool'), {
    UsernameAttributes: ['email'],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ['email'],
    UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_CODE' },
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  })
})

t.test('sign-up, second factor, passwords, tier and protection are parameters', async t => {
  const pool = onlyOne(stackWith(), 'AWS::Cognito::UserPool')
  t.match(pool, {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    MfaConfiguration: 'OFF',
    Policies: { PasswordPolicy: { MinimumLength: 8, RequireSymbols: 'false' } },
    UserPoolTier: 'ESSENTIALS',
    DeletionProtection: 'ACTIVE',
  })
  t.notOk('EnabledMfas' in pool)
  const parameters = {
    SelfSignUp: 'false',
    Mfa: 'ON',
    PasswordMinimumLength: 15,
    PasswordOfAllKinds: 'true',
    Tier: 'PLUS',
    DeletionProtection: 'INACTIVE',
  }
  t.match(onlyOne(stackWith({ parameters }), 'AWS::Cognito::UserPool'), {
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    MfaConfiguration: 'ON',
    EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    Policies: {
      PasswordPolicy: {
        MinimumLength: 15,
        RequireLowercase: 'true',
        RequireUppercase: 'true',
        RequireNumbers: 'true',
        RequireSymbols: 'true',
      },
    },
    UserPoolTier: 'PLUS',
    DeletionProtection: 'INACTIVE',
  })
})

t.test('an update that must replace the user pool keeps the old one', async t => {
  t.equal(
    /UserPool:\n.*UserPool\n[^P]*UpdateReplacePolicy: (\w+)/.exec(templateText)?.[1],
    'Retain',
  )
})

t.test('the domain has managed login, and a name of its own unless given one', async t => {
  const domain = 'AWS::Cognito::UserPoolDomain'
  t.same(onlyOne(stackWith(), domain), {
    UserPoolId: 'UserPool',
    Domain: 'orders-9f3c1a70',
    ManagedLoginVersion: 2,
  })
  const named = stackWith({ parameters: { DomainPrefix: 'tea-shop' } })
  t.equal(onlyOne(named, domain).Domain, 'tea-shop')
})

t.test(
  'each app client with sign-in pages has a style, without which they do not show',
  async t => {
    const template = stackWith()
    const withPages = Object.entries(propertiesOf(template, client))
      .filter(([, { CallbackURLs }]) => CallbackURLs !== undefined)
      .map(([id]) => ({ UserPoolId: 'UserPool', ClientId: id, UseCognitoProvidedValues: true }))
    t.equal(withPages.length, 4)
    t.same(Object.values(propertiesOf(template, 'AWS::Cognito::ManagedLoginBranding')), withPages)
  },
)

t.test('every app client can revoke tokens and tells nobody who has an account', async t => {
  const clients = Object.values(propertiesOf(stackWith(), client))
  t.equal(clients.length, 5)
  for (const properties of clients) {
    t.match(properties, {
      UserPoolId: 'UserPool',
      AllowedOAuthFlowsUserPoolClient: true,
      EnableTokenRevocation: true,
      PreventUserExistenceErrors: 'ENABLED',
      AccessTokenValidity: 60,
      TokenValidityUnits: { AccessToken: 'minutes' },
    })
  }
})

t.test('people who sign in get a role that this identity pool alone can give', async t => {
  const template = stackWith()
  t.same(onlyOne(template, 'AWS::Cognito::IdentityPool'), {
    AllowUnauthenticatedIdentities: false,
    AllowClassicFlow: false,
    CognitoIdentityProviders: ['WebClient', 'CliClient'].map(ClientId => ({
      ProviderName: 'UserPool.ProviderName',
      ClientId,
      ServerSideTokenCheck: true,
    })),
  })
  t.same(onlyOne(template, 'AWS::IAM::Role'), {
    Description: 'People signed in through the identity pool of shop',
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: 'cognito-identity.amazonaws.com' },
          Action: 'sts:AssumeRoleWithWebIdentity',
          Condition: {
            StringEquals: { 'cognito-identity.amazonaws.com:aud': 'IdentityPool' },
            'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
          },
        },
      ],
    },
  })
  t.same(onlyOne(template, 'AWS::Cognito::IdentityPoolRoleAttachment'), {
    IdentityPoolId: 'IdentityPool',
    Roles: { authenticated: 'AuthenticatedRole.Arn' },
  })
})
