/** Error codes of STS that this pool answers with, and their statuses. */
const statuses = {
  AccessDenied: 403,
  ExpiredToken: 403,
  ExpiredTokenException: 400,
  IncompleteSignature: 400,
  InternalFailure: 500,
  InvalidAction: 400,
  InvalidClientTokenId: 403,
  InvalidIdentityToken: 400,
  MissingAction: 400,
  MissingAuthenticationToken: 403,
  ValidationError: 400,
} as const

export type StsErrorCode = keyof typeof statuses

/** A refusal of STS. */
export class StsError extends Error {
  override readonly name = 'StsError'
  readonly code: StsErrorCode

  constructor(code: StsErrorCode, message: string) {
    super(message)
    this.code = code
  }

  get status(): number {
    return statuses[this.code]
  }
}
