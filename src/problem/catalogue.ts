/** What a problem code means and what the caller can do about it; served at `/problems`. */
export interface CatalogueEntry {
  status: number
  meaning: string
  remedy: string
}

/** Every `code` this API answers with. */
export const catalogue = {
  missing_token: {
    status: 401,
    meaning: 'The request carries no access token.',
    remedy: 'Send "Authorization: Bearer <access token>".',
  },
  invalid_request: {
    status: 400,
    meaning: 'The Authorization header is malformed, or there are two.',
    remedy: 'Send one header: the word Bearer, one space, the token, nothing else.',
  },
  invalid_token: {
    status: 401,
    meaning: 'The access token expired, was revoked, or is not one this API accepts.',
    remedy: 'Take a new access token (not an ID token) from the user pool this API trusts.',
  },
  insufficient_user_authentication: {
    status: 401,
    meaning: 'The operation demands a more recent sign-in.',
    remedy: 'Sign in again; a refreshed token keeps the time of the old sign-in.',
  },
  insufficient_scope: {
    status: 403,
    meaning: 'The access token lacks a scope the operation requires.',
    remedy: 'Take a token with the scopes named in the WWW-Authenticate header.',
  },
  forbidden: {
    status: 403,
    meaning: 'The caller is known, and may not do this.',
    remedy: 'Ask an administrator to add the user to the group the operation demands.',
  },
  keys_unavailable: {
    status: 503,
    meaning: 'The keys that verify access tokens cannot be had at the moment.',
    remedy: 'Try again after the time in the Retry-After header; the token may be good.',
  },
  revocations_unavailable: {
    status: 503,
    meaning: 'Whether the access token was revoked cannot be told at the moment.',
    remedy: 'Try again after the time in the Retry-After header; the token may be good.',
  },
  malformed_request: {
    status: 400,
    meaning: 'The request is not well-formed HTTP, or its body is not JSON.',
    remedy: 'Send a JSON body as the contract describes it.',
  },
  validation_failed: {
    status: 400,
    meaning: 'Body or parameters do not fit the contract.',
    remedy: 'Mend every place listed in "errors".',
  },
  not_found: {
    status: 404,
    meaning: 'There is nothing at this address, or nothing the caller may see.',
    remedy: 'Check the address against the contract, and the id against a list of your own.',
  },
  method_not_allowed: {
    status: 405,
    meaning: 'This address does not know the method.',
    remedy: 'Use one of the methods in the Allow header.',
  },
  request_timeout: {
    status: 408,
    meaning: 'The request did not arrive in time.',
    remedy: 'Send the whole request without pauses.',
  },
  conflict: {
    status: 409,
    meaning: 'The state of the resource does not permit this.',
    remedy: 'Read the resource again and see what it permits now.',
  },
  precondition_failed: {
    status: 412,
    meaning: 'The resource is not the version in If-Match, or the one in If-None-Match.',
    remedy: 'Read it again, apply your change to the new version, send its ETag.',
  },
  body_too_large: {
    status: 413,
    meaning: 'The body is larger than 64 KiB.',
    remedy: 'Send less in one request.',
  },
  uri_too_long: {
    status: 414,
    meaning: 'The address is too long.',
    remedy: 'Send a shorter address.',
  },
  unsupported_media_type: {
    status: 415,
    meaning: 'The body is not JSON, or it is encoded.',
    remedy: 'Send it with "Content-Type: application/json" and without Content-Encoding.',
  },
  range_not_satisfiable: {
    status: 416,
    meaning: 'The file has no such range.',
    remedy: 'Ask for the whole file, or for a range within it.',
  },
  idempotency_key_in_use: {
    status: 409,
    meaning: 'A request with this Idempotency-Key is still under way.',
    remedy: 'Send the same request again in a second; it takes effect once.',
  },
  idempotency_key_reused: {
    status: 422,
    meaning: 'The Idempotency-Key came before with another body.',
    remedy: 'Use a new key for a new request.',
  },
  precondition_required: {
    status: 428,
    meaning: 'The operation demands an If-Match header.',
    remedy: 'Send If-Match with the ETag of the version you read.',
  },
  too_many_requests: {
    status: 429,
    meaning: 'Too many requests in too short a time.',
    remedy: 'Wait for the time in the Retry-After header.',
  },
  headers_too_large: {
    status: 431,
    meaning: 'The request headers are too large.',
    remedy: 'Send fewer or shorter headers.',
  },
  internal_error: {
    status: 500,
    meaning: 'Something unexpected went wrong in this API.',
    remedy: 'Try again; if it stays, report the requestId.',
  },
  unavailable: {
    status: 503,
    meaning: 'This instance cannot serve requests at the moment.',
    remedy: 'Try again after the time in the Retry-After header.',
  },
} as const satisfies Record<string, CatalogueEntry>

/** A stable, machine-readable name of a problem. */
export type ProblemCode = keyof typeof catalogue
