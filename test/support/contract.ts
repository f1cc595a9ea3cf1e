import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

const addFormats = addFormatsModule as unknown as FormatsPlugin

export interface Response {
  description: string
  headers?: Record<string, object>
  content?: Record<string, MediaType>
}

export interface MediaType {
  schema: Record<string, unknown>
  example?: unknown
  examples?: Record<string, { value: unknown }>
}

export interface Parameter {
  name: string
  in: string
  schema: Record<string, unknown>
  example?: unknown
}

export interface Operation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Record<string, MediaType> }
  responses: Record<string, Response | { $ref: string }>
}

/** An OpenAPI document, as far as the tests look into it. */
export interface Contract {
  openapi: string
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: Record<'schemas' | 'responses' | 'securitySchemes', Record<string, object>>
}

export function contractOf(app: FastifyInstance): Contract {
  return app.swagger() as unknown as Contract
}

/** What leads from an operation to one of its responses, through a reference where there is one. */
export function responseAt(
  contract: Contract,
  path: string,
  method: string,
  status: string | number,
): { response: Response; pointer: readonly string[] } | undefined {
  const found = contract.paths[path]?.[method]?.responses[status]
  if (found === undefined) return undefined
  if (!('$ref' in found)) {
    return { response: found, pointer: ['paths', path, method, 'responses', String(status)] }
  }
  const pointer = found.$ref.split('/').slice(1)
  return { response: contract.components.responses[pointer[2] as string] as Response, pointer }
}

/** Holds values against schemas of an OpenAPI document. */
export type Validate = (pointer: readonly string[], value: unknown, place: string) => void

/** What callers have to pass over, the service does not send: members that are not in the document. */
function closed(contract: Contract): Contract {
  return JSON.parse(JSON.stringify(contract), (_name, value) => {
    const isOpen = value?.type === 'object' && 'properties' in value
    return isOpen ? { additionalProperties: false, ...value } : value
  })
}

/** @returns a function that throws where a value does not fit the schema at a place */
export function validatorOf(contract: Contract): Validate {
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }))
  ajv.addSchema(closed(contract), 'openapi')
  const compiled = new Map<string, ValidateFunction>()
  return (pointer, value, place) => {
    const $ref = `openapi#/${pointer.map(escapeSegment).join('/')}`
    const validate = compiled.get($ref) ?? ajv.compile({ $ref })
    compiled.set($ref, validate)
    if (!validate(value)) throw new Error(`${place}: ${ajv.errorsText(validate.errors)}`)
  }
}

/** Headers that are part of what an answer says; the document names those that can be there. */
const telling = [
  'etag',
  'idempotency-replayed',
  'link',
  'location',
  'retry-after',
  'www-authenticate',
]

/** What is looked at of a reply, however it came. */
export type Reply = Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body' | 'json'>

/** Holds replies of the API against its own OpenAPI document. */
export interface ContractCheck {
  /** @throws {Error} the reply is not one the document promises */
  check(method: string, url: string, reply: Reply): void
}

const validators = new Map<string, Validate>()

/** The validator of this or an equal document: its schemas take long to compile. */
function validatorOnce(contract: Contract): Validate {
  const text = JSON.stringify(contract)
  const validate = validators.get(text) ?? validatorOf(contract)
  validators.set(text, validate)
  return validate
}

export function readContract(app: FastifyInstance): ContractCheck {
  const contract = contractOf(app)
  const validate = validatorOnce(contract)
  const templates = Object.keys(contract.paths).map(path => ({ path, shape: shapeOf(path) }))

  return { check }

  function check(method: string, url: string, reply: Reply): void {
    const path = url.split('?', 1)[0] as string
    const template = templates.find(({ shape }) => shape.test(path))?.path ?? ''
    const operation = method.toLowerCase()
    const place = `${method} ${template || path} ${reply.statusCode}`
    if (contract.paths[template]?.[operation] === undefined) {
      checkRefusal(method, reply, place)
      return
    }
    const found = responseAt(contract, template, operation, reply.statusCode)
    if (found === undefined) throw new Error(`${place} is not in the contract`)
    const { response, pointer } = found
    checkHeaders(response, reply, place)
    if (reply.body === '') {
      if (response.content !== undefined) throw new Error(`${place} promises a body`)
      return
    }
    const type = typeOf(reply)
    if (response.content?.[type] === undefined) throw new Error(`${place} answers ${type}`)
    if (type.endsWith('json'))
      validate([...pointer, 'content', type, 'schema'], reply.json(), place)
  }

  /** What the document does not know is answered with a problem. */
  function checkRefusal(method: string, reply: Reply, place: string) {
    if (method === 'HEAD' || method === 'OPTIONS') return
    if (typeOf(reply) !== 'application/problem+json') throw new Error(`${place} is not a problem`)
    validate(['components', 'schemas', 'Problem'], reply.json(), place)
  }
}

function checkHeaders(response: Response, reply: Reply, place: string): void {
  const named = Object.keys(response.headers ?? {}).map(name => name.toLowerCase())
  for (const name of telling) {
    if (name in reply.headers && !named.includes(name)) throw new Error(`${place} has ${name}`)
  }
}

function typeOf({ headers }: Reply): string {
  return String(headers['content-type'] ?? '').split(';', 1)[0] as string
}

function shapeOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`)
}

function escapeSegment(segment: string): string {
  return encodeURIComponent(segment.replaceAll('~', '~0').replaceAll('/', '~1'))
}
