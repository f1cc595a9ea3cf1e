import { STATUS_CODES } from 'node:http'

/** A response without what changes from one to the next: `date`, `connection`, `content-length`. */
export interface Answer {
  status: number
  headers: Record<string, unknown>
  body: unknown
}

/** The address of the API in tests; it stands in every challenge. */
export const resource = 'https://api.example.com'

const metadata = `resource_metadata="${resource}/.well-known/oauth-protected-resource"`

export const letIn: Answer = {
  status: 200,
  headers: { 'cache-control': 'no-store', 'content-type': 'text/plain; charset=utf-8' },
  body: 'let in',
}

export const notFound = (method: string, url: string): Answer => ({
  status: 404,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: { statusCode: 404, error: 'Not Found', message: `Route ${method}:${url} not found` },
})

export const missingToken = challenged(
  401,
  'missing_token',
  'This resource needs an access token in the Authorization header, as "Bearer <token>".',
  `Bearer realm="orders", ${metadata}`,
)

export const malformedHeader = challenged(
  400,
  'invalid_request',
  'Send exactly one Authorization header, as "Bearer <token>" with a single space.',
  `Bearer realm="orders", error="invalid_request", error_description="The Authorization header is malformed", ${metadata}`,
)

export const invalidToken = challenged(
  401,
  'invalid_token',
  'The access token is not valid for this resource.',
  `Bearer realm="orders", error="invalid_token", error_description="The access token is invalid", ${metadata}`,
)

export const expiredToken = challenged(
  401,
  'invalid_token',
  'The access token expired; take a new one.',
  `Bearer realm="orders", error="invalid_token", error_description="The access token expired", ${metadata}`,
)

export const insufficientScope = (scope: string) =>
  challenged(
    403,
    'insufficient_scope',
    'The access token lacks a scope this operation requires.',
    `Bearer realm="orders", error="insufficient_scope", error_description="The access token lacks a required scope", scope="${scope}", ${metadata}`,
  )

export const forbidden = challenged(
  403,
  'forbidden',
  'The caller is not allowed to do this.',
  `Bearer realm="orders", ${metadata}`,
)

export const signInTooOld = (maxAge: number) =>
  challenged(
    401,
    'insufficient_user_authentication',
    'This operation requires a more recent sign-in.',
    `Bearer realm="orders", error="insufficient_user_authentication", error_description="A more recent sign-in is required", max_age="${maxAge}", ${metadata}`,
  )

export const keysUnavailable = (retryAfter = 1): Answer => {
  const message = 'Access tokens cannot be verified at the moment; try again later.'
  const { headers, ...answer } = refusal(503, 'keys_unavailable', message)
  return { ...answer, headers: { ...headers, 'retry-after': `${retryAfter}` } }
}

function challenged(status: number, code: string, message: string, challenge: string): Answer {
  const { headers, ...answer } = refusal(status, code, message)
  return { ...answer, headers: { ...headers, 'www-authenticate': challenge } }
}

function refusal(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' },
    body: { statusCode: status, code, error: STATUS_CODES[status], message },
  }
}
