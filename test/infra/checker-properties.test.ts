import t from 'tap'
import { faultsOfUserPool, faultsWith } from './broken-templates.ts'

t.test('a type of resource that does not exist', async t => {
  t.same(faultsWith('AWS::Cognito::UserPoolGroup', 'AWS::Cognito::Group'), [
    'Resources.AdminGroup.Type: there is no AWS::Cognito::Group',
  ])
})

t.test('properties that do not exist, at every depth', async t => {
  t.same(faultsWith('GroupName: admin', 'GroupName: admin\n      Path: /'), [
    'Resources.AdminGroup.Path: AWS::Cognito::UserPoolGroup has no such property',
  ])
  t.same(faultsWith('TemporaryPasswordValidityDays: 7', 'constructor: 7'), [
    'Resources.UserPool.Policies.PasswordPolicy.constructor: PasswordPolicy has no such property',
  ])
  t.same(faultsWith('Priority: 1', 'Rank: 1'), [
    'Resources.UserPool.AccountRecoverySetting.RecoveryMechanisms.0.Rank: RecoveryOption has no such property',
  ])
})

t.test('required properties that are missing, or that AWS::NoValue may remove', async t => {
  t.same(faultsWith('      Name: Orders API\n', ''), ['Resources.ResourceServer: Name is missing'])
  t.same(faultsWith('          ScopeDescription: See your orders\n', ''), [
    'Resources.ResourceServer.Scopes.0: ScopeDescription is missing',
  ])
  t.same(faultsWith('Name: Orders API', 'Name: !Ref AWS::NoValue'), [
    'Resources.ResourceServer: Name is missing',
  ])
  t.same(faultsWith('Name: Orders API', 'Name: !If [HasMfa, Orders, !Ref AWS::NoValue]'), [
    'Resources.ResourceServer: Name is missing',
  ])
})

t.test('values of the wrong type', async t => {
  t.same(faultsWith('GroupName: admin', 'GroupName: 7'), [
    'Resources.AdminGroup.GroupName: 7 is no string',
  ])
  t.same(faultsWith('ManagedLoginVersion: 2', 'ManagedLoginVersion: 2.5'), [
    'Resources.Domain.ManagedLoginVersion: 2.5 is no integer',
  ])
  t.same(faultsWith('AllowClassicFlow: false', 'AllowClassicFlow: 0'), [
    'Resources.IdentityPool.AllowClassicFlow: 0 is no boolean',
  ])
  t.same(faultsWith('UsernameAttributes: [email]', 'UsernameAttributes: email'), [
    'Resources.UserPool.UsernameAttributes: email is no array',
  ])
  t.same(faultsWith('{ CaseSensitive: false }', '[CaseSensitive]'), [
    'Resources.UserPool.UsernameConfiguration: ["CaseSensitive"] is no ref',
  ])
  t.same(faultsOfUserPool('UserPoolTags: red'), ['Resources.Pool.UserPoolTags: red is no map'])
  t.same(faultsOfUserPool('UserPoolTags: { colour: 3 }'), [
    'Resources.Pool.UserPoolTags.colour: 3 is no string',
  ])
  t.same(faultsOfUserPool('UserPoolName: 2026-11-20'), [
    'Resources.Pool.UserPoolName: a date is no string',
  ])
  t.same(
    faultsWith(
      '    Properties:\n      UserPoolId',
      '    Properties: 1\n    Metadata:\n      UserPoolId',
    ),
    ['Resources.Domain.Properties: must be a map'],
  )
})

t.test('values that are not among the allowed ones', async t => {
  t.same(faultsWith('[ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]', '[ALLOW_SRP]'), [
    'Resources.WebClient.ExplicitAuthFlows.0: ALLOW_SRP is none of ADMIN_NO_SRP_AUTH,ALLOW_ADMIN_USER_PASSWORD_AUTH,ALLOW_CUSTOM_AUTH,ALLOW_REFRESH_TOKEN_AUTH,ALLOW_USER_AUTH,ALLOW_USER_PASSWORD_AUTH,ALLOW_USER_SRP_AUTH,CUSTOM_AUTH_FLOW_ONLY,USER_PASSWORD_AUTH',
  ])
  t.same(faultsWith('PreventUserExistenceErrors: ENABLED', 'PreventUserExistenceErrors: YES'), [
    'Resources.WebClient.PreventUserExistenceErrors: true is no string',
  ])
  t.same(faultsWith('AccessToken: minutes', 'AccessToken: minute'), [
    'Resources.WebClient.TokenValidityUnits.AccessToken: minute is none of days,hours,minutes,seconds',
  ])
  t.same(faultsWith('[code, implicit]', '[code, token]'), [
    'Resources.WebClient.AllowedOAuthFlows.1: token is none of client_credentials,code,implicit',
  ])
  t.same(faultsWith('[SOFTWARE_TOKEN_MFA]', '[TOTP]'), [
    'Resources.UserPool.EnabledMfas.0: TOTP is none of SMS_MFA,SOFTWARE_TOKEN_MFA,EMAIL_OTP',
  ])
  t.same(faultsWith('UserPoolTier: !Ref Tier', 'UserPoolTier: BASIC'), [
    'Parameters.Tier: is used nowhere',
    'Resources.UserPool.UserPoolTier: BASIC is none of LITE,ESSENTIALS,PLUS',
  ])
  t.same(faultsWith('authenticated: !GetAtt', 'autenticated: !GetAtt'), [
    'Resources.IdentityPoolRoles.Roles.autenticated: autenticated is none of authenticated,unauthenticated',
  ])
})

t.test('a member of a resource that does not exist, and a wrong policy', async t => {
  t.same(faultsWith('DeletionPolicy: Delete', 'DeletePolicy: Delete'), [
    'Resources.UserPool.DeletePolicy: no such member',
  ])
  t.same(faultsWith('DeletionPolicy: Delete', 'DeletionPolicy: Keep'), [
    'Resources.UserPool.DeletionPolicy: Keep is none of Delete,Retain,RetainExceptOnCreate,Snapshot',
  ])
})
