import { CognitoError } from '../../accounts/cognito-error.ts'

/** Parameters of a flow, or answers to a challenge, by their names. */
export type AuthParameters = Readonly<Record<string, string>>

/** @throws CognitoError InvalidParameterException */
export function required(parameters: AuthParameters, name: string): string {
  const value = parameters[name]
  if (value !== undefined && value !== '') return value
  throw new CognitoError('InvalidParameterException', `Missing required parameter ${name}`)
}
