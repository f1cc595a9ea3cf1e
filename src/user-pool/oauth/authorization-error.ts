/** Error codes that the authorization endpoint sends to the callback: RFC 6749 section 4.1.2.1. */
export type AuthorizationErrorCode =
  | 'invalid_request'
  | 'login_required'
  | 'server_error'
  | 'unauthorized_client'

/** The request is wrong, and the app client that made it is told so at its callback. */
export class AuthorizationError extends Error {
  readonly code: AuthorizationErrorCode
  readonly description: string | undefined

  constructor(code: AuthorizationErrorCode, description?: string) {
    super(description ?? code)
    this.name = 'AuthorizationError'
    this.code = code
    this.description = description
  }
}

/** What the error page is about. Cognito names `redirect_mismatch` only. */
export type PageErrorCode =
  | 'missing_client_id'
  | 'unknown_client'
  | 'missing_redirect_uri'
  | 'redirect_mismatch'
  | 'logout_mismatch'
  | 'invalid_scope'
  | 'form_expired'

/** The request is wrong, and there is no address that may be trusted with an answer. */
export class PageError extends Error {
  readonly code: PageErrorCode
  /** What the error page is to show, such as the address that was asked for. */
  readonly details: Readonly<Record<string, string | undefined>>

  constructor(code: PageErrorCode, details: Readonly<Record<string, string | undefined>> = {}) {
    super(code)
    this.name = 'PageError'
    this.code = code
    this.details = details
  }
}
