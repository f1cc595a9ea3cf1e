/** Error codes of RFC 6749 section 5.2, those that Cognito's token endpoint answers with. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_scope'
  | 'unauthorized_client'
  | 'unsupported_grant_type'

/** A refusal of the token endpoint. Cognito answers all of them with 400 and without a description. */
export class OAuthError extends Error {
  readonly code: OAuthErrorCode

  constructor(code: OAuthErrorCode) {
    super(code)
    this.name = 'OAuthError'
    this.code = code
  }
}
