import { OAuthError } from './oauth-error.ts'
import { type Parameters, readParameters } from './parameters.ts'

/** Parameters of a request, `application/x-www-form-urlencoded`. */
export type Form = Parameters

/**
 * RFC 6749 section 3.2: no parameter twice; one without a value counts as omitted.
 *
 * @param body what the form parser made of the body, or nothing if there was none
 */
export function readForm(body: unknown): Form {
  const { parameters, isRepeated } = readParameters(body)
  if (isRepeated) throw new OAuthError('invalid_request')
  return parameters
}
