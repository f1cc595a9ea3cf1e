import type { FastifyError, FastifySchemaValidationError } from 'fastify'
import { CognitoError } from '../cognito/index.ts'
import type { ProblemCode } from './catalogue.ts'
import { Problem, type ProblemError } from './problem.ts'

/** What is said about errors that Fastify finds itself, by status. */
const frameworkProblems: Record<number, [code: ProblemCode, detail: string]> = {
  400: ['malformed_request', 'The request or its JSON body is malformed.'],
  413: ['body_too_large', 'The body is larger than 64 KiB.'],
  414: ['uri_too_long', 'The address is too long.'],
  415: ['unsupported_media_type', 'Send the body as application/json.'],
}

/**
 * Turns whatever was thrown into a problem whose every text is a constant; what is not meant for
 * clients becomes a 500 that says nothing.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof CognitoError) {
    const { statusCode, code, message, headers } = error
    return new Problem(statusCode, code as ProblemCode, message, { headers })
  }
  const { validation, validationContext, code, statusCode } = error as Partial<FastifyError>
  if (validation !== undefined) {
    return new Problem(400, 'validation_failed', 'The request does not fit the contract.', {
      errors: validation.map(fault => toProblemError(fault, validationContext ?? 'body')),
    })
  }
  const known = code?.startsWith('FST_ERR_') ? frameworkProblems[statusCode ?? 500] : undefined
  if (known !== undefined) return new Problem(statusCode as number, ...known)
  return new Problem(500, 'internal_error', 'Something unexpected went wrong.')
}

function toProblemError(fault: FastifySchemaValidationError, part: string): ProblemError {
  const { instancePath, keyword, params } = fault
  // Ajv names the object for a member that is missing or too much; people look for the member.
  const member = params.missingProperty ?? params.additionalProperty
  const place = member === undefined ? '' : `/${escapePointer(String(member))}`
  const prefix = part === 'body' ? '' : `/${part === 'querystring' ? 'query' : part}`
  return { pointer: `${prefix}${instancePath}${place}`, message: messageOf(keyword, fault) }
}

function messageOf(keyword: string, { message }: FastifySchemaValidationError): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a member of this object'
  return message as string
}

/** RFC 6901 section 3. */
function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}
