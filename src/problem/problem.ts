import { StacklessError } from '../cognito/stackless-error.ts'
import type { ProblemCode } from './catalogue.ts'

/** One mistake in a request, for the `errors` member of a problem. */
export interface ProblemError {
  /**
   * Where it is: a JSON Pointer (RFC 6901) into the body (`/items/0/sku`; `` is the whole body),
   * or one that begins with `/query`, `/params` or `/headers`.
   */
  pointer: string
  /** What is wrong there, as a phrase that completes "this member ...". */
  message: string
}

export interface ProblemOptions {
  /** Response headers that belong to the answer, lower case. Default: none. */
  headers?: Record<string, string>
  /** The single mistakes, all of them. Default: none. */
  errors?: readonly ProblemError[]
}

/**
 * A refusal that answers for itself: thrown anywhere below a route, turned into an
 * `application/problem+json` body (RFC 9457) by the error handler.
 *
 * `detail` reaches the client. It is a constant: never a value from a token, an address, or the
 * message of a library.
 */
export class Problem extends StacklessError {
  readonly statusCode: number
  /** Stable, for programs. */
  readonly code: ProblemCode
  readonly headers: Record<string, string>
  readonly errors: readonly ProblemError[] | undefined

  constructor(statusCode: number, code: ProblemCode, detail: string, options: ProblemOptions = {}) {
    super(detail)
    this.name = 'Problem'
    this.statusCode = statusCode
    this.code = code
    this.headers = options.headers ?? {}
    this.errors = options.errors
  }
}

/** A 400 that lists where the request does not fit the contract, and why. */
export function validationFailed(errors: readonly ProblemError[]): Problem {
  return new Problem(400, 'validation_failed', 'The request does not fit the contract.', { errors })
}
