import t from 'tap'
import { faultsOfUserPool, faultsWith } from './broken-templates.ts'

t.test('Ref to nothing', async t => {
  t.same(faultsWith('GroupName: admin', 'GroupName: !Ref Admins'), [
    'Resources.AdminGroup.Properties.GroupName: Admins is no parameter and no resource',
  ])
  t.same(faultsWith('Value: !Ref AWS::Region', 'Value: !Ref AWS::Zone'), [
    'Outputs.AwsRegion.Value: AWS::Zone is no parameter and no resource',
  ])
})

t.test('Sub of nothing, and of an attribute that is not there', async t => {
  t.same(faultsWith('{ApiUrl}/docs', '{Api}/docs'), [
    'Parameters.ApiUrl: is used nowhere',
    'Resources.DocsClient.Properties.CallbackURLs.0: Api is no parameter and no resource',
  ])
  t.same(faultsWith('{Domain}.auth', '{Domain.Name}.auth'), [
    'Outputs.CognitoDomain.Value: AWS::Cognito::UserPoolDomain has no attribute Name',
  ])
  t.same(faultsWith('{StackPart}', '{Stack}'), [
    'Resources.Domain.Properties.Domain.1: Stack is no parameter and no resource',
  ])
  t.same(faultsWith('{StackPart}', '{!StackPart}'), [])
})

t.test('GetAtt of nothing, and of an attribute that is not there', async t => {
  t.same(faultsWith('!GetAtt AuthenticatedRole.Arn', '!GetAtt Authenticated.Arn'), [
    'Resources.IdentityPoolRoles.Properties.Roles.authenticated: Authenticated is no resource',
  ])
  t.same(faultsWith('!GetAtt AuthenticatedRole.Arn', '!GetAtt AuthenticatedRole.ARN'), [
    'Resources.IdentityPoolRoles.Properties.Roles.authenticated: AWS::IAM::Role has no attribute ARN',
    'Resources.IdentityPoolRoles.Roles.authenticated: AWS::IAM::Role.ARN is none of AWS::IAM::Role.Arn',
  ])
  t.same(
    faultsWith('!GetAtt AuthenticatedRole.Arn', '{ Fn::GetAtt: [AuthenticatedRole, Arn] }'),
    [],
  )
})

t.test('a reference that exists but leads to the wrong thing', async t => {
  t.same(faultsWith('!GetAtt AuthenticatedRole.Arn', '!Ref AuthenticatedRole'), [
    'Resources.IdentityPoolRoles.Roles.authenticated: AWS::IAM::Role.RoleName is none of AWS::IAM::Role.Arn',
  ])
  t.same(faultsWith('ClientId: !Ref WebClient', 'ClientId: !Ref UserPool'), [
    'Resources.WebStyle.ClientId: AWS::Cognito::UserPool.UserPoolId is none of AWS::Cognito::UserPoolClient.ClientId',
  ])
  t.same(faultsWith('!GetAtt UserPool.ProviderName', '!GetAtt UserPool.ProviderURL'), [
    'Resources.IdentityPool.CognitoIdentityProviders.0.ProviderName: AWS::Cognito::UserPool.ProviderURL is none of AWS::Cognito::UserPool.ProviderName',
  ])
})

t.test('a function that gives another kind of value than the property wants', async t => {
  t.same(faultsWith('GenerateSecret: true', 'GenerateSecret: !Ref AWS::Region'), [
    'Resources.PostmanClient.GenerateSecret: a text is no boolean',
  ])
  t.same(faultsWith('ManagedLoginVersion: 2', 'ManagedLoginVersion: !Sub "2"'), [
    'Resources.Domain.ManagedLoginVersion: a text is no integer',
  ])
  t.same(faultsWith('GroupName: admin', 'GroupName: !Split [x, axb]'), [
    'Resources.AdminGroup.GroupName: a list is no string',
  ])
  t.same(faultsWith('UsernameAttributes: [email]', 'UsernameAttributes: !GetAtt UserPool.Arn'), [
    'Resources.UserPool: depends on itself',
    'Resources.UserPool.UsernameAttributes: a text is no array',
  ])
  t.same(faultsWith('GroupName: admin', 'GroupName: !Equals [a, b]'), [
    'Resources.AdminGroup.GroupName: Fn::Equals does not belong here',
  ])
  t.same(faultsWith('GroupName: admin', 'GroupName: { Fn::Base64: admin }'), [
    'Resources.AdminGroup.GroupName: Fn::Base64 does not belong here',
  ])
  t.same(faultsWith('GroupName: admin', 'GroupName: !If [HasMfa, admin]'), [
    'Resources.AdminGroup.GroupName: Fn::If takes 3 operands',
  ])
})

t.test('both branches of an If are checked', async t => {
  t.same(
    faultsWith('[HasImplicitFlow, [code, implicit], [code]]', '[HasImplicitFlow, code, [kode]]'),
    [
      'Resources.WebClient.AllowedOAuthFlows: code is no array',
      'Resources.WebClient.AllowedOAuthFlows.0: kode is none of client_credentials,code,implicit',
    ],
  )
})

t.test('conditions that do not exist, and that nothing uses', async t => {
  t.same(faultsWith('!If [HasMfa,', '!If [HasTotp,'), [
    'Resources.UserPool.Properties.EnabledMfas: HasTotp is no condition',
    'Conditions.HasMfa: is used nowhere',
  ])
  t.same(
    faultsWith(
      'Type: AWS::Cognito::UserPoolGroup',
      'Type: AWS::Cognito::UserPoolGroup\n    Condition: HasAdmins',
    ),
    ['Resources.AdminGroup.Condition: HasAdmins is no condition'],
  )
  t.same(
    faultsWith(
      '    Value: !Ref AWS::Region',
      '    Value: !Ref AWS::Region\n    Condition: HasRegion',
    ),
    ['Outputs.AwsRegion.Condition: HasRegion is no condition'],
  )
  t.same(faultsWith('HasMfa: !Not', 'HasNoMfa: !Not [!Condition HasMfas]\n  HasMfa: !Not'), [
    'Conditions.HasNoMfa.0: HasMfas is no condition',
    'Conditions.HasNoMfa: is used nowhere',
  ])
})

t.test('DependsOn of nothing', async t => {
  t.same(
    faultsWith(
      'Type: AWS::Cognito::UserPoolGroup',
      'Type: AWS::Cognito::UserPoolGroup\n    DependsOn: Pool',
    ),
    ['Resources.AdminGroup.DependsOn: Pool is no resource'],
  )
  t.same(
    faultsWith(
      'Type: AWS::Cognito::UserPoolGroup',
      'Type: AWS::Cognito::UserPoolGroup\n    DependsOn: [Domain, Pool]',
    ),
    ['Resources.AdminGroup.DependsOn: Pool is no resource'],
  )
})

t.test('resources that wait for each other', async t => {
  t.same(
    faultsWith(
      'Type: AWS::Cognito::UserPool\n',
      'Type: AWS::Cognito::UserPool\n    DependsOn: Domain\n',
    ),
    ['Resources.UserPool: depends on itself', 'Resources.Domain: depends on itself'],
  )
})

t.test('a type without references is checked for its own sake only', async t => {
  t.same(faultsOfUserPool('UserPoolName: !GetAtt Other.Arn'), [
    'Resources.Pool.Properties.UserPoolName: Other is no resource',
  ])
})
