import { OAuthError } from './oauth-error.ts'

/** Parameters of a request, `application/x-www-form-urlencoded`, where `+` means a space. */
export type Form = ReadonlyMap<string, string>

/**
 * RFC 6749 section 3.2: no parameter twice; one without a value counts as omitted.
 *
 * @param body what the form parser made of the body, or nothing if there was none
 */
export function readForm(body: unknown): Form {
  const form = new Map<string, string>()
  for (const [name, value] of Object.entries(body ?? {})) {
    if (typeof value !== 'string') throw new OAuthError('invalid_request')
    if (value !== '') form.set(name, value)
  }
  return form
}
