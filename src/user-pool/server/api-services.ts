import type { CognitoErrorName } from '../accounts/cognito-error.ts'
import { userPoolOperations } from '../api/operations.ts'
import { identityOperations } from '../identity/operations.ts'
import type { Operation } from '../protocol/operation.ts'

export interface Service {
  readonly operations: ReadonlyMap<string, Operation>
  /** What the service calls an input that violates a constraint. */
  readonly constraintError: CognitoErrorName
}

/** By what stands before the dot in `X-Amz-Target`. */
export const services: ReadonlyMap<string, Service> = new Map([
  [
    'AWSCognitoIdentityProviderService',
    {
      operations: new Map(Object.entries(userPoolOperations)),
      constraintError: 'InvalidParameterException',
    },
  ],
  [
    'AWSCognitoIdentityService',
    {
      operations: new Map(Object.entries(identityOperations)),
      constraintError: 'ValidationException',
    },
  ],
])
