import t from 'tap'
import { faultsOfUserPool, faultsWith, specification } from './broken-templates.ts'
import { checkTemplate } from './check-template.ts'

t.test('a tag that is no function', async t => {
  t.same(faultsOfUserPool('UserPoolName: !Reference AWS::StackName'), [
    'YAML: Unresolved tag: !Reference at line 6, column 21:',
  ])
})

t.test('a key that is there twice', async t => {
  t.same(faultsOfUserPool('UserPoolName: one\nUserPoolName: two'), [
    'YAML: Map keys must be unique at line 7, column 7:',
  ])
})

t.test('an alias', async t => {
  const scopes = 'UsernameAttributes: &email [email]\n      AliasAttributes: *email'
  t.same(faultsWith('UsernameAttributes: [email]', scopes), [
    'YAML: alias *email, which CloudFormation does not support',
  ])
})

t.test('a date where text is due', async t => {
  t.same(faultsOfUserPool('UserPoolName: 2026-11-20'), [
    'Resources.Pool.UserPoolName: a date is no string',
  ])
})

t.test('a section, an entry or a member that no template has', async t => {
  t.same(faultsWith('Outputs:', 'Results:'), ['Results: no section of a template'])
  t.same(faultsWith('Type: AWS::Cognito::UserPoolGroup\n', 'Kind: Group\n'), [
    'Resources.AdminGroup: Type is missing',
    'Resources.AdminGroup.Kind: no such member',
  ])
  t.same(faultsWith('    Value: !Ref AWS::Region\n', ''), ['Outputs.AwsRegion: Value is missing'])
  t.same(faultsWith('Default: 8', 'Defaults: 8'), [
    'Parameters.PasswordMinimumLength.Defaults: no such member',
  ])
  t.same(checkTemplate('Resources:\n  Pool: AWS::Cognito::UserPool\nOutputs: []', specification), [
    'Template: AWSTemplateFormatVersion is missing',
    'Resources.Pool: must be a map',
    'Outputs: must be a map',
  ])
  t.same(checkTemplate('AWSTemplateFormatVersion: "2010-09-09"', specification), [
    'Resources: there are none',
  ])
})

t.test('a name that is not alphanumeric', async t => {
  t.same(faultsWith('CognitoUserPoolId:', 'COGNITO_USER_POOL_ID:'), [
    'Outputs.COGNITO_USER_POOL_ID: a logical id has letters and digits only',
  ])
  t.same(faultsWith('AdminGroup:', 'Admin-Group:'), [
    'Resources.Admin-Group: a logical id has letters and digits only',
  ])
  t.same(faultsWith('HasMfa: !Not', 'Has_Mfa: !Not'), [
    'Conditions.Has_Mfa: a logical id has letters and digits only',
  ])
})
