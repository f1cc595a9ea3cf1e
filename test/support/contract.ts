import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'

const addFormats = addFormatsModule as unknown as FormatsPlugin

interface Operation {
  responses: Record<string, { headers?: object; content?: Record<string, object> }>
}

interface Document {
  paths: Record<string, Record<string, Operation>>
}

/** Holds replies of the API against its own OpenAPI document. */
export interface Contract {
  /** @throws {Error} the reply is not one the document promises */
  check(method: string, path: string, reply: LightMyRequestResponse): void
}

export function readContract(app: FastifyInstance): Contract {
  const document = app.swagger() as unknown as Document
  const ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }))
  ajv.addSchema(document, 'openapi')
  const templates = Object.keys(document.paths).map(path => ({ path, shape: shapeOf(path) }))

  return {
    check(method, url, reply) {
      const path = url.split('?', 1)[0] as string
      const template = templates.find(({ shape }) => shape.test(path))?.path
      const operation = template && document.paths[template]?.[method.toLowerCase()]
      const type = String(reply.headers['content-type'] ?? '').split(';', 1)[0] as string
      if (!operation) return checkRefusal(method, path, reply, type)
      const place = `${method} ${template} ${reply.statusCode}`
      const response = operation.responses[reply.statusCode]
      if (response === undefined) throw new Error(`${place} is not in the contract`)
      if (reply.body === '') {
        if (response.content !== undefined) throw new Error(`${place} promises a body`)
        return
      }
      if (response.content?.[type] === undefined)
        throw new Error(`${place} does not answer ${type}`)
      if (!type.endsWith('json')) return
      const pointer = ['paths', template, method.toLowerCase(), 'responses', reply.statusCode]
      validate([...pointer, 'content', type, 'schema'], reply.json(), place)
    },
  }

  /** What the document does not know is answered with a problem. */
  function checkRefusal(method: string, path: string, reply: LightMyRequestResponse, type: string) {
    const place = `${method} ${path} ${reply.statusCode}`
    if (method === 'HEAD' || method === 'OPTIONS') return
    if (type !== 'application/problem+json') throw new Error(`${place} is not a problem`)
    validate(['components', 'schemas', 'Problem'], reply.json(), place)
  }

  function validate(pointer: readonly unknown[], value: unknown, place: string): void {
    const check = ajv.compile({ $ref: `openapi#/${pointer.map(escapeSegment).join('/')}` })
    if (!check(value)) throw new Error(`${place}: ${ajv.errorsText(check.errors)}`)
  }
}

function shapeOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`)
}

function escapeSegment(segment: unknown): string {
  return encodeURIComponent(String(segment).replaceAll('~', '~0').replaceAll('/', '~1'))
}
