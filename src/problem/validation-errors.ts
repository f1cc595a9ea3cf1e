import type { FastifyRequest, FastifySchemaValidationError } from 'fastify'
import { demandOf } from '../resources/patterns.ts'
import type { ProblemError } from './problem.ts'

/** A request full of mistakes must not be answered with many times its size. */
const mostErrors = 100

/** In the order in which Fastify validates them. */
const parts = ['params', 'body', 'querystring', 'headers'] as const

export type RequestPart = (typeof parts)[number]

/**
 * Says where a request does not fit the schemas of its route, and why. Fastify stops at the first part
 * that does not, and people would have to mend one after the other.
 *
 * @param first that part
 * @param found what Fastify found there
 */
export function faultsOf(
  request: FastifyRequest,
  first: RequestPart,
  found: readonly FastifySchemaValidationError[],
): ProblemError[] {
  const others = parts.slice(parts.indexOf(first) + 1)
  return [
    ...found.map(fault => toProblemError(fault, first)),
    ...others.flatMap(part => faultsIn(request, part)),
  ].slice(0, mostErrors)
}

function faultsIn(request: FastifyRequest, part: RequestPart): ProblemError[] {
  const validate = request.getValidationFunction(part)
  const value = part === 'querystring' ? request.query : request[part]
  if (validate === undefined || validate(value ?? null)) return []
  const faults = validate.errors as FastifySchemaValidationError[]
  return faults.map(fault => toProblemError(fault, part))
}

function toProblemError(fault: FastifySchemaValidationError, part: RequestPart): ProblemError {
  const { instancePath, params } = fault
  // Ajv names the object for a member that is missing or too much; people look for the member.
  const member = params.missingProperty ?? params.additionalProperty
  const place = member === undefined ? '' : `/${escapePointer(String(member))}`
  return { pointer: prefixOf(part) + instancePath + place, message: messageOf(fault) }
}

function prefixOf(part: RequestPart): string {
  if (part === 'body') return ''
  return part === 'querystring' ? '/query' : `/${part}`
}

function messageOf({ keyword, params, message }: FastifySchemaValidationError): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a member of this object'
  if (keyword === 'enum') return `must be one of: ${(params.allowedValues as unknown[]).join(', ')}`
  const demand = keyword === 'pattern' ? demandOf(String(params.pattern)) : undefined
  return demand ?? (message as string)
}

/** RFC 6901 section 3. */
function escapePointer(segment: string): string {
  return segment.replaceAll('~', '~0').replaceAll('/', '~1')
}
