/** Error codes of RFC 6749 section 5.2, and the one that RFC 7009 adds for revocation. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_token_type'

/** A refusal of the token or the revocation endpoint. Cognito describes few of them. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode
  readonly description: string | undefined

  constructor(code: OAuthErrorCode, description?: string) {
    super(description ?? code)
    this.name = 'OAuthError'
    this.code = code
    this.description = description
  }
}
