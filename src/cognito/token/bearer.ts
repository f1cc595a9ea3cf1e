import { InvalidRequestError, MissingTokenError } from '../errors.ts'

const field = 'authorization'

/**
 * Reads the credentials of the `Bearer` scheme (RFC 6750 section 2.1): scheme in any case, one
 * space, the token. What follows the space is not looked at here, see `isWellFormed`.
 *
 * @param rawHeaders names and values in turn, as `IncomingMessage.rawHeaders` has them: Node keeps
 *   only the first of two Authorization headers in `headers`, and two must be refused
 * @returns the token; a `MissingTokenError` when there is no Authorization header, or one of another
 *   scheme; an `InvalidRequestError` for two headers, an empty one, or a scheme without credentials
 */
export function bearerToken(
  rawHeaders: readonly string[],
): string | MissingTokenError | InvalidRequestError {
  const credentials = authorization(rawHeaders)
  if (typeof credentials !== 'string') return credentials
  const space = credentials.indexOf(' ')
  if (space === -1) return new InvalidRequestError()
  if (credentials.slice(0, space).toLowerCase() !== 'bearer') return new MissingTokenError()
  return credentials.slice(space + 1)
}

function authorization(
  rawHeaders: readonly string[],
): string | MissingTokenError | InvalidRequestError {
  let found: string | undefined
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string
    if (name.length !== field.length || name.toLowerCase() !== field) continue
    if (found !== undefined) return new InvalidRequestError()
    found = rawHeaders[index + 1]
  }
  return found ?? new MissingTokenError()
}

// One run of visible characters without a comma. Narrower than that is the token's own affair: a
// character no JWT can hold makes the token bad, not the header.
const singleCredential = /^[!-+\--~\u0080-\u00ff]+$/

/** Tells whether what follows the scheme is a single credential: no space, tab or list. */
export function isWellFormed(credential: string): boolean {
  return singleCredential.test(credential)
}
