/** Says what is wrong with the value of an option, as a phrase after its name; or nothing. */
export type Check = (value: unknown) => string | undefined

/** `<region>_<id>`; the id begins after the first underscore. */
const userPoolIdShape = /^[a-z]{2,4}(?:-[a-z]+)+-[0-9]_[A-Za-z0-9]+$/

/** A list in one text, as settings have it, would be an app client that no token comes from. */
const clientIdShape = /^[^\s,]+$/

/** Characters of a scope (RFC 6749 section 3.3) without the slash that ends the identifier. */
const scopeNameShape = /^[!#-.0-[\]-~]+$/

/** The same with slashes: an identifier may be a URL. */
const identifierShape = /^[!#-[\]-~]+$/

/** What may stand between the quotes of a challenge (RFC 6750 section 3). */
const quotableShape = /^[ !#-[\]-~]+$/

export function isLoopback(hostname: string): boolean {
  return /^(localhost|127(\.[0-9]{1,3}){3}|\[::1\])$/.test(hostname)
}

/** A whole number, given as a number: text would switch a check off further down. */
export function wholeNumber(least: number, most: number): Check {
  return must(
    value => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
    `must be a whole number from ${least} to ${most}`,
  )
}

export const userPoolId = must(
  value => matches(value, userPoolIdShape),
  'must look like eu-central-1_AbCdEfGhI',
)

export const clientId = must(
  value => isListOf(value, item => matches(item, clientIdShape)),
  "must be an app client id or a list with at least one, like ['1example23456789']",
)

export const issuer = must(
  value => isListOf(value, isIssuer),
  'must be an https address (http only on loopback) without trailing slash, query and fragment, or a list with at least one',
)

export const address = must(isAddress, 'must be an https address (http only on loopback)')

export const text = must(isText, 'must be a text that is not empty')

export const quotable = must(
  value => matches(value, quotableShape),
  'must be printable ASCII without " and \\',
)

export const aFunction = must(value => typeof value === 'function', 'must be a function')

export const revocations = must(
  value => typeof (value as { isRevoked?: unknown } | null)?.isRevoked === 'function',
  'must have a function isRevoked',
)

export const resource = must(
  isResource,
  'must be an https address (http only on loopback) whose path, decoded, has no % and no *',
)

export const resourceServer = must(
  isResourceServer,
  "must be { identifier, scopes } like { identifier: 'orders', scopes: ['order.read'] }, the scopes without the identifier",
)

function must(is: (value: unknown) => boolean, demand: string): Check {
  return value => (is(value) ? undefined : demand)
}

function isResourceServer(value: unknown): boolean {
  const { identifier, scopes, ...rest } = (value ?? {}) as Record<string, unknown>
  return (
    matches(identifier, identifierShape) &&
    Array.isArray(scopes) &&
    isListOf(scopes, scope => matches(scope, scopeNameShape)) &&
    Object.keys(rest).length === 0
  )
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}

function matches(value: unknown, shape: RegExp): boolean {
  return typeof value === 'string' && shape.test(value)
}

function isListOf(value: unknown, is: (item: unknown) => boolean): boolean {
  return Array.isArray(value) ? value.length > 0 && value.every(is) : is(value)
}

/** Its path becomes a route, which is compared with decoded paths. */
function isResource(value: unknown): boolean {
  if (!isAddress(value)) return false
  try {
    return !/[%*]/.test(decodeURI(new URL(String(value)).pathname))
  } catch {
    return false
  }
}

function isIssuer(value: unknown): boolean {
  return isAddress(value) && !/[/?#]$|[?#]/.test(String(value))
}

function isAddress(value: unknown): boolean {
  // White space would be passed over here and make the same text another issuer elsewhere.
  if (typeof value !== 'string' || /\s/.test(value) || !URL.canParse(value)) return false
  const { protocol, hostname, username, password, hash } = new URL(value)
  if (username !== '' || password !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname))
}
