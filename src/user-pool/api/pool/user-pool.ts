import { Type } from 'typebox'
import {
  type AttributeSchema,
  standardAttributes,
} from '../../configuration/standard-attributes.ts'
import { regionOf } from '../../directory/region.ts'
import { accountId } from '../../identity/roles.ts'
import type { PoolParts } from '../../pool-parts.ts'
import { adminOperation, type Operation } from '../../protocol/operation.ts'
import { limit, nextToken } from '../../protocol/shapes.ts'

/** The name of the one pool there is. */
const poolName = 'local'

export const describeUserPool = adminOperation({}, ({ configuration, directory, addresses }) => {
  const { signInWith, selfSignUp, passwordPolicy: policy } = configuration
  const { userPoolId, users } = directory
  return {
    UserPool: {
      Id: userPoolId,
      Name: poolName,
      Arn: `arn:aws:cognito-idp:${regionOf(userPoolId)}:${accountId}:userpool/${userPoolId}`,
      Policies: {
        PasswordPolicy: {
          MinimumLength: policy.minimumLength,
          RequireUppercase: policy.requireUppercase ?? false,
          RequireLowercase: policy.requireLowercase ?? false,
          RequireNumbers: policy.requireNumbers ?? false,
          RequireSymbols: policy.requireSymbols ?? false,
        },
      },
      SchemaAttributes: schemaAttributes(),
      AutoVerifiedAttributes: ['email'],
      UsernameAttributes: signInWith === 'email' ? ['email'] : undefined,
      UsernameConfiguration: { CaseSensitive: false },
      MfaConfiguration: 'OPTIONAL',
      EstimatedNumberOfUsers: users.length,
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: !selfSignUp },
      Domain: addresses().origin,
    },
  }
})

export const listUserPools: Operation = {
  isSigned: true,
  input: Type.Object({ MaxResults: limit, NextToken: nextToken }),
  run: ({ directory }: PoolParts) => ({
    UserPools: [{ Id: directory.userPoolId, Name: poolName }],
  }),
}

/** Here the domain is the origin of the pool, for which there is no other. */
export const describeUserPoolDomain: Operation = {
  isSigned: true,
  input: Type.Object({ Domain: Type.String({ minLength: 1 }) }),
  run: ({ directory, addresses }: PoolParts, { Domain }: { readonly Domain: string }) => {
    const isOwn = [addresses().origin, new URL(addresses().origin).host].includes(Domain)
    if (!isOwn) return { DomainDescription: {} }
    return {
      DomainDescription: {
        UserPoolId: directory.userPoolId,
        AWSAccountId: accountId,
        Domain,
        Status: 'ACTIVE',
      },
    }
  },
}

export const getUserPoolMfaConfig = adminOperation({}, () => ({
  MfaConfiguration: 'OPTIONAL',
  SoftwareTokenMfaConfiguration: { Enabled: true },
}))

function schemaAttributes(): object[] {
  const sub: AttributeSchema = { type: 'String', minLength: 1, maxLength: 2048 }
  return [['sub', sub] as const, ...standardAttributes].map(([name, schema]) => ({
    Name: name,
    AttributeDataType: schema.type,
    DeveloperOnlyAttribute: false,
    Mutable: name !== 'sub',
    Required: name === 'sub' || name === 'email',
    ...constraintsOf(schema),
  }))
}

function constraintsOf(schema: AttributeSchema): object {
  if (schema.type === 'Number') return { NumberAttributeConstraints: { MinValue: '0' } }
  if (schema.type === 'Boolean') return {}
  const { minLength, maxLength } = schema
  return { StringAttributeConstraints: { MinLength: `${minLength}`, MaxLength: `${maxLength}` } }
}
