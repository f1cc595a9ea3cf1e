import { STATUS_CODES } from 'node:http'
import { problemBody, problemExamples, problemMediaType } from '../problem/body.ts'
import { catalogue, type ProblemCode } from '../problem/catalogue.ts'

export interface Operation {
  parameters?: { name: string; required?: boolean }[]
  responses: Record<string, { $ref?: string; content?: Record<string, unknown> }>
}

/** What is needed here of an OpenAPI document. */
export interface Document {
  paths: Record<string, Record<string, Operation>>
  components: { schemas?: Record<string, object>; responses?: Record<string, object> }
}

const challenge = {
  description: 'What kind of token to come back with (RFC 6750).',
  schema: { type: 'string' },
}
const retryAfter = { description: 'Seconds to wait.', schema: { type: 'integer' } }

const acceptEncoding = {
  description: 'Content codings that are read, if the body was in another one.',
  schema: { type: 'string' },
}
const acceptPatch = {
  description: 'Media types of changes that are read, if one was sent in another.',
  schema: { type: 'string' },
}

const rateLimit = {
  description: 'What is left of the limit, and the seconds until it is whole again.',
  schema: { type: 'string' },
}
const rateLimitPolicy = {
  description: 'The limit: requests in a window of seconds.',
  schema: { type: 'string' },
}

const headersOf: Record<string, object> = {
  400: { 'WWW-Authenticate': challenge },
  401: { 'WWW-Authenticate': always(challenge) },
  403: { 'WWW-Authenticate': challenge },
  409: { 'Retry-After': retryAfter },
  415: { 'Accept-Encoding': acceptEncoding, 'Accept-Patch': acceptPatch },
  429: {
    'Retry-After': always(retryAfter),
    RateLimit: always(rateLimit),
    'RateLimit-Policy': always(rateLimitPolicy),
  },
  503: { 'Retry-After': retryAfter },
}

/** A header that is in every answer with that status. */
function always(header: object): object {
  return { ...header, required: true }
}

/**
 * Writes the answer of each status that is a problem once, with an example for each of its codes,
 * and refers to it from the operations.
 *
 * @param publicUrl this API as its callers see it
 */
export function shareProblems(document: Document, publicUrl: string): void {
  const shared: Record<string, object> = {}
  for (const operations of Object.values(document.paths)) {
    for (const { responses } of Object.values(operations)) {
      for (const [status, { content = {} }] of Object.entries(responses)) {
        if (!(problemMediaType in content)) continue
        const name = (STATUS_CODES[status] as string).replaceAll(' ', '')
        shared[name] ??= describe(status, publicUrl)
        responses[status] = { $ref: `#/components/responses/${name}` }
      }
    }
  }
  document.components.responses = shared
}

function describe(status: string, publicUrl: string): object {
  const codes = (Object.keys(catalogue) as ProblemCode[]).filter(
    code => String(catalogue[code].status) === status,
  )
  const meanings = codes.map(code => `\`${code}\`: ${catalogue[code].meaning}`)
  return {
    description: meanings.join('\n\n'),
    ...(headersOf[status] && { headers: headersOf[status] }),
    content: {
      [problemMediaType]: {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map(code => [code, exampleOf(code, publicUrl)])),
      },
    },
  }
}

function exampleOf(code: ProblemCode, publicUrl: string): object {
  const { status, meaning: detail } = catalogue[code]
  const { requestId, pointer, message } = problemExamples
  const errors = [{ pointer, message }]
  const more = code === 'validation_failed' ? { requestId, errors } : { requestId }
  return { value: problemBody(publicUrl, { status, detail, code, ...more }) }
}
