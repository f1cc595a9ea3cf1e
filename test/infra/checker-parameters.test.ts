import t from 'tap'
import { faultsOfUserPool, faultsWith } from './broken-templates.ts'

t.test('a parameter that nothing uses', async t => {
  t.same(faultsWith('DeletionProtection: !Ref DeletionProtection', 'DeletionProtection: ACTIVE'), [
    'Parameters.DeletionProtection: is used nowhere',
  ])
})

t.test('a type that does not exist', async t => {
  t.same(faultsWith('Type: Number', 'Type: Integer'), [
    'Parameters.PasswordMinimumLength.Type: Integer is none of String,Number,CommaDelimitedList,List<Number>',
    'Resources.UserPool.Policies.PasswordPolicy.MinimumLength: a list is no integer',
  ])
})

t.test('values that YAML 1.1 does not read as text', async t => {
  t.same(faultsWith('["OFF", OPTIONAL, "ON"]', '[OFF, OPTIONAL, "ON"]'), [
    'Parameters.Mfa: false is no String',
    'Resources.UserPool.MfaConfiguration: false is none of OFF,ON,OPTIONAL',
  ])
  t.same(faultsWith('Default: orders', 'Default: 2026-11-20'), [
    'Parameters.ResourceServerId: a date is no String',
  ])
})

t.test('defaults that break their own constraints', async t => {
  t.same(faultsWith('Default: ACTIVE', 'Default: ON'), [
    'Parameters.DeletionProtection: true is no String',
  ])
  t.same(faultsWith('Default: ACTIVE', 'Default: active'), [
    'Parameters.DeletionProtection.Default: active is none of ACTIVE,INACTIVE',
  ])
  t.same(faultsWith('Default: 8', 'Default: 5'), [
    'Parameters.PasswordMinimumLength.Default: 5 is not between 6 and 99',
  ])
  t.same(faultsWith('Default: 8', 'Default: 100'), [
    'Parameters.PasswordMinimumLength.Default: 100 is not between 6 and 99',
  ])
  t.same(faultsWith('Default: http://localhost:4200', 'Default: http://localhost:4200/'), [
    'Parameters.WebUrl.Default: http://localhost:4200/ does not match ^(https://[^/?#\\s]+|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])(:[0-9]+)?)$',
  ])
  t.same(faultsWith('Default: orders', 'Default: orders\n    MinLength: 7'), [
    'Parameters.ResourceServerId.Default: orders has not 7 to Infinity characters',
  ])
  t.same(faultsWith('Default: orders', 'Default: orders\n    MaxLength: 5'), [
    'Parameters.ResourceServerId.Default: orders has not 0 to 5 characters',
  ])
})

t.test('a pattern that is none', async t => {
  t.same(faultsWith('AllowedPattern: ^([a-z0-9]', 'AllowedPattern: ^(([a-z0-9]'), [
    'Parameters.DomainPrefix.AllowedPattern: is no regular expression',
  ])
})

t.test('allowed values that the property does not know', async t => {
  t.same(faultsWith('AllowedValues: [ESSENTIALS, PLUS]', 'AllowedValues: [ESSENTIALS, PRO]'), [
    'Resources.UserPool.UserPoolTier: PRO is none of LITE,ESSENTIALS,PLUS',
  ])
})

t.test('a parameter of another kind than its property', async t => {
  t.same(faultsWith('MinimumLength: !Ref PasswordMinimumLength', 'MinimumLength: !Ref Tier'), [
    'Parameters.PasswordMinimumLength: is used nowhere',
    'Resources.UserPool.Policies.PasswordPolicy.MinimumLength: a text is no integer',
  ])
  t.same(faultsWith('CaseSensitive: false', 'CaseSensitive: !Ref Tier'), [
    'Resources.UserPool.UsernameConfiguration.CaseSensitive: a text is no boolean',
  ])
  const list = ['Parameters:', '  Attributes:', '    Type: CommaDelimitedList'].join('\n')
  t.same(faultsOfUserPool('AliasAttributes: !Ref Attributes', list), [])
  t.same(faultsOfUserPool('UserPoolName: !Ref Attributes', list), [
    'Resources.Pool.UserPoolName: a list is no string',
  ])
})

t.test(
  'the groups of the console leave a parameter out, name an unknown one, or one twice',
  async t => {
    t.same(faultsWith('[Tier, DeletionProtection, ImplicitFlow]', '[Tier, Tier, Deletion]'), [
      'Metadata.AWS::CloudFormation::Interface: Deletion is no parameter',
      'Metadata.AWS::CloudFormation::Interface: Tier is there twice',
      'Metadata.AWS::CloudFormation::Interface: DeletionProtection is in no group',
      'Metadata.AWS::CloudFormation::Interface: ImplicitFlow is in no group',
    ])
  },
)
