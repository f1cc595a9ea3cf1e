import {
  DefaultEmailOptionType,
  DeletionProtectionType,
  EmailSendingAccountType,
  ExplicitAuthFlowsType,
  OAuthFlowType,
  PreventUserExistenceErrorTypes,
  RecoveryOptionNameType,
  TimeUnitsType,
  UsernameAttributeType,
  UserPoolMfaType,
  VerifiedAttributeType,
} from '@aws-sdk/client-cognito-identity-provider'

const userPoolId = [{ type: 'AWS::Cognito::UserPool', attribute: 'UserPoolId' }]

/**
 * What the published specification leaves open. It knows allowed values only where the resource's
 * own schema lists them, which Cognito's mostly does not: they are taken from the model of the API
 * that CloudFormation calls, as the AWS SDK has it.
 */
export const supplement = {
  allowedValues: {
    'AWS::Cognito::UserPool.AutoVerifiedAttributes': Object.values(VerifiedAttributeType),
    'AWS::Cognito::UserPool.DeletionProtection': Object.values(DeletionProtectionType),
    // No enumeration in the API, where each factor is a member: from the property's documentation.
    'AWS::Cognito::UserPool.EnabledMfas': ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'],
    'AWS::Cognito::UserPool.MfaConfiguration': Object.values(UserPoolMfaType),
    'AWS::Cognito::UserPool.UsernameAttributes': Object.values(UsernameAttributeType),
    'AWS::Cognito::UserPoolClient.AllowedOAuthFlows': Object.values(OAuthFlowType),
    'AWS::Cognito::UserPoolClient.ExplicitAuthFlows': Object.values(ExplicitAuthFlowsType),
    'AWS::Cognito::UserPoolClient.PreventUserExistenceErrors': Object.values(
      PreventUserExistenceErrorTypes,
    ),
    'EmailConfiguration.EmailSendingAccount': Object.values(EmailSendingAccountType),
    'RecoveryOption.Name': Object.values(RecoveryOptionNameType),
    'TokenValidityUnits.AccessToken': Object.values(TimeUnitsType),
    'TokenValidityUnits.IdToken': Object.values(TimeUnitsType),
    'TokenValidityUnits.RefreshToken': Object.values(TimeUnitsType),
    'UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate':
      Object.values(VerifiedAttributeType),
    'VerificationMessageTemplate.DefaultEmailOption': Object.values(DefaultEmailOptionType),
  } as Record<string, readonly string[]>,

  /** Of maps; from the property's documentation. */
  allowedKeys: {
    'AWS::Cognito::IdentityPoolRoleAttachment.Roles': ['authenticated', 'unauthenticated'],
  } as Record<string, readonly string[]>,

  /** What a reference must lead to, where the specification does not say so. */
  targets: {
    'AWS::Cognito::IdentityPoolRoleAttachment.Roles': [
      { type: 'AWS::IAM::Role', attribute: 'Arn' },
    ],
    'AWS::Cognito::ManagedLoginBranding.ClientId': [
      { type: 'AWS::Cognito::UserPoolClient', attribute: 'ClientId' },
    ],
    'AWS::Cognito::ManagedLoginBranding.UserPoolId': userPoolId,
    'AWS::Cognito::UserPoolDomain.UserPoolId': userPoolId,
  } as Record<string, readonly { type: string; attribute: string }[]>,
}
