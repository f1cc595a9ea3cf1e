import { Ajv, type Options } from 'ajv'
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats'
import type { FastifyInstance } from 'fastify'
import { readJson } from './json-bodies.ts'

// CommonJS: what TypeScript sees as the module's default is its namespace at run time.
const addFormats = addFormatsModule as unknown as FormatsPlugin

const strict: Options = {
  allErrors: true,
  removeAdditional: false,
  useDefaults: true,
  allowUnionTypes: true,
}

const body = addFormats(new Ajv({ ...strict, coerceTypes: false }))
// `1e9999` is coerced to Infinity, which by default no minimum and maximum applies to.
const other = addFormats(new Ajv({ ...strict, coerceTypes: true, strictNumbers: false }))

/**
 * Validates as an API should: all mistakes at once, unknown members refused. Bodies are taken
 * literally; only what has no types on the wire (query, path, headers) is coerced.
 */
export function validateStrictly(app: FastifyInstance): void {
  // Fastify would read it, and then call it a body of the wrong type instead of no JSON at all.
  app.removeContentTypeParser(['text/plain', 'application/json'])
  readJson(app, 'application/json')
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? body : other).compile(schema),
  )
}
