import type { FastifySchemaValidationError } from 'fastify'
import type { ProblemError } from './problem.ts'

/**
 * Says where a request does not fit its schema, and why.
 *
 * @param part of the request: `body`, `querystring`, `params` or `headers`
 */
export function toProblemError(fault: FastifySchemaValidationError, part: string): ProblemError {
  const { instancePath, params } = fault
  // Ajv names the object for a member that is missing or too much; people look for the member.
  const member = params.missingProperty ?? params.additionalProperty
  const place = member === undefined ? '' : `/${escapePointer(String(member))}`
  return { pointer: prefixOf(part) + instancePath + place, message: messageOf(fault) }
}

function prefixOf(part: string): string {
  if (part === 'body') return ''
  return part === 'querystring' ? '/query' : `/${part}`
}

function messageOf({ keyword, params, message }: FastifySchemaValidationError): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a member of this object'
  if (keyword === 'enum') return `must be one of: ${(params.allowedValues as unknown[]).join(', ')}`
  return message as string
}

/** RFC 6901 section 3. */
function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}
