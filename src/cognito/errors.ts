import { memoized } from './memoized.ts'
import { StacklessError } from './stackless-error.ts'

/**
 * Why a request was let through or refused. A closed list: the same words stand in log lines,
 * in `onDecision` events and in `CognitoError.reason`; none of them reaches a client.
 */
export type DecisionReason = 'accepted' | RefusalReason

export type RefusalReason =
  | 'missing_token'
  | 'malformed_header'
  | TokenFault
  | 'missing_scope'
  | 'missing_group'
  | 'sign_in_too_old'
  | 'missing_policy'
  | 'keys_unavailable'
  | 'revocations_unavailable'

/** What is wrong with a token; all of it is `invalid_token` to the client. */
export type TokenFault =
  | 'token_too_long'
  | 'malformed_token'
  | 'wrong_algorithm'
  | 'unsupported_header'
  | 'wrong_issuer'
  | 'unknown_key'
  | 'invalid_signature'
  | 'token_expired'
  | 'token_not_yet_valid'
  | 'invalid_claims'
  | 'wrong_token_use'
  | 'wrong_client'
  | 'wrong_audience'
  | 'sender_constrained'
  | 'revoked'

interface Refusal {
  statusCode: number
  code: string
  reason: RefusalReason
  challenge?: string
}

/**
 * A refusal that answers for itself. Fastify applies `statusCode` and `headers` to the reply;
 * `message` is a constant that may reach the client, `reason` is for logs only.
 */
export abstract class CognitoError extends StacklessError {
  readonly statusCode: number
  /** As `statusCode`. With `expose`, what frameworks know errors of HTTP by (npm package `http-errors`). */
  readonly status: number
  /** The message is for callers, whatever the status. */
  readonly expose = true
  /** The OAuth error code where a standard has one, for programs. */
  readonly code: string
  readonly reason: RefusalReason
  /**
   * Parameters of the `WWW-Authenticate: Bearer` challenge besides `realm` and `resource_metadata`,
   * as they stand in it. Absent: the answer carries no challenge.
   */
  readonly challenge: string | undefined
  /** Response headers, lower case; the guard adds the challenge. */
  headers: Record<string, string> = {}

  constructor(message: string, refusal: Refusal) {
    super(message)
    this.name = new.target.name
    this.statusCode = refusal.statusCode
    this.status = refusal.statusCode
    this.code = refusal.code
    this.reason = refusal.reason
    this.challenge = refusal.challenge
  }
}

/**
 * No credentials of this scheme. "If the request lacks any authentication information [...] the
 * resource server SHOULD NOT include an error code" (RFC 6750 section 3.1).
 */
export class MissingTokenError extends CognitoError {
  constructor() {
    super('This resource needs an access token in the Authorization header, as "Bearer <token>".', {
      statusCode: 401,
      code: 'missing_token',
      reason: 'missing_token',
      challenge: '',
    })
  }
}

/** The request is malformed, or uses more than one way to send a token (RFC 6750 section 3.1). */
export class InvalidRequestError extends CognitoError {
  constructor() {
    super('Send exactly one Authorization header, as "Bearer <token>" with a single space.', {
      statusCode: 400,
      code: 'invalid_request',
      reason: 'malformed_header',
      challenge:
        'error="invalid_request", error_description="The Authorization header is malformed"',
    })
  }
}

/** "Expired, revoked, malformed, or invalid for other reasons" (RFC 6750 section 3.1). */
export class InvalidTokenError extends CognitoError {
  constructor(fault: TokenFault) {
    const expired = fault === 'token_expired'
    super(
      expired
        ? 'The access token expired; take a new one.'
        : 'The access token is not valid for this resource.',
      {
        statusCode: 401,
        code: 'invalid_token',
        reason: fault,
        challenge: expired
          ? 'error="invalid_token", error_description="The access token expired"'
          : 'error="invalid_token", error_description="The access token is invalid"',
      },
    )
  }
}

/** "Requires higher privileges than provided by the access token" (RFC 6750 section 3.1). */
export class InsufficientScopeError extends CognitoError {
  /** The whole scope the route requires, as a space-separated list. */
  readonly scope: string

  constructor(scope: string) {
    super('The access token lacks a scope this operation requires.', {
      statusCode: 403,
      code: 'insufficient_scope',
      reason: 'missing_scope',
      challenge: insufficientScope(scope),
    })
    this.scope = scope
  }
}

const insufficientScope = memoized(
  scope =>
    `error="insufficient_scope", error_description="The access token lacks a required scope", scope="${scope}"`,
)

/** The caller is known and may not do this, whatever token it takes (RFC 9110 section 15.5.4). */
export class ForbiddenError extends CognitoError {
  constructor(reason: 'missing_group' | 'missing_policy') {
    super('The caller is not allowed to do this.', {
      statusCode: 403,
      code: 'forbidden',
      reason,
      challenge: '',
    })
  }
}

/** The user signed in too long ago for this operation (RFC 9470 section 3). */
export class InsufficientUserAuthenticationError extends CognitoError {
  /** @param maxAgeSeconds the age of the sign-in that would still do */
  constructor(maxAgeSeconds: number) {
    super('This operation requires a more recent sign-in.', {
      statusCode: 401,
      code: 'insufficient_user_authentication',
      reason: 'sign_in_too_old',
      challenge: `error="insufficient_user_authentication", error_description="A more recent sign-in is required", max_age="${maxAgeSeconds}"`,
    })
  }
}

/**
 * The signing keys cannot be had, so nothing can be said about the token: neither 401, which would
 * make clients throw good tokens away, nor 500 (RFC 9110 section 15.6.4).
 */
export class KeysUnavailableError extends CognitoError {
  /** @param retryAfterSeconds when the next attempt to fetch the keys will have been made */
  constructor(retryAfterSeconds: number) {
    super('Access tokens cannot be verified at the moment; try again later.', {
      statusCode: 503,
      code: 'keys_unavailable',
      reason: 'keys_unavailable',
    })
    this.headers['retry-after'] = String(retryAfterSeconds)
  }
}

/**
 * Whether the token was revoked cannot be told, so the request is neither let through nor refused
 * for good (RFC 9110 section 15.6.4). For implementations of `Revocations` to throw.
 */
export class RevocationsUnavailableError extends CognitoError {
  /** @param retryAfterSeconds when it may be known again; default 1 */
  constructor(retryAfterSeconds = 1) {
    super('Access tokens cannot be checked for revocation at the moment; try again later.', {
      statusCode: 503,
      code: 'revocations_unavailable',
      reason: 'revocations_unavailable',
    })
    this.headers['retry-after'] = String(retryAfterSeconds)
  }
}
