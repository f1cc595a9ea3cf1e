import type { FastifyError, FastifyRequest } from 'fastify'
import { CognitoError } from '../cognito/index.ts'
import { catalogue, type ProblemCode } from './catalogue.ts'
import { Problem, validationFailed } from './problem.ts'
import { faultsOf, type RequestPart } from './validation-errors.ts'

/** What is said about mistakes of clients that Fastify and its plugins find, by status. */
const frameworkProblems: Record<string, [code: ProblemCode, detail: string]> = {
  400: ['malformed_request', 'The request or its JSON body is malformed.'],
  403: ['not_found', 'There is nothing at this address.'],
  412: [
    'precondition_failed',
    'What is at this address is not what the request makes a condition.',
  ],
  413: ['body_too_large', 'The body is larger than 64 KiB.'],
  414: ['uri_too_long', 'The address is too long.'],
  416: ['range_not_satisfiable', 'The file has no such range.'],
  415: ['unsupported_media_type', 'Send the body as application/json.'],
}

/**
 * Turns whatever was thrown into a problem whose every text is a constant; what is not meant for
 * clients becomes a 500 that says nothing.
 *
 * @param request what the error is about
 */
export function toProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error
  if (error instanceof CognitoError) {
    const { statusCode, code, message, headers } = error
    return new Problem(statusCode, code as ProblemCode, message, { headers })
  }
  // Libraries throw anything: numbers for codes, or no error at all.
  const known = error instanceof Error ? fromFramework(error, request) : undefined
  return known ?? new Problem(500, 'internal_error', 'Something unexpected went wrong.')
}

/** @param error Fastify's own, or one of `http-errors`, which have the member `expose` */
function fromFramework(
  error: Partial<FastifyError & { expose: boolean }>,
  request: FastifyRequest,
): Problem | undefined {
  const { validation, validationContext, code, statusCode } = error
  if (validation !== undefined) {
    return validationFailed(faultsOf(request, validationContext as RequestPart, validation))
  }
  const isForClients = String(code).startsWith('FST_') || error.expose === true
  const known = isForClients && frameworkProblems[String(statusCode)]
  return known ? new Problem(catalogue[known[0]].status, ...known) : undefined
}
