import { Ajv, type Options, type ValidateFunction } from 'ajv'
import addFormatsModule, { type FormatsPlugin } from 'ajv-formats'
import type { FastifyInstance, FastifySchemaValidationError } from 'fastify'
import { readJson } from './json-bodies.ts'

// CommonJS: what TypeScript sees as the module's default is its namespace at run time.
const addFormats = addFormatsModule as unknown as FormatsPlugin

const strict: Options = { removeAdditional: false, useDefaults: true, allowUnionTypes: true }
const literal: Options = { ...strict, coerceTypes: false }
// `1e9999` is coerced to Infinity, which by default no minimum and maximum applies to.
const coerced: Options = { ...strict, coerceTypes: true, strictNumbers: false }

const body = { first: validator(literal, false), all: validator(literal, true) }
const other = { first: validator(coerced, false), all: validator(coerced, true) }

/** Of what holds more values, only the first mistake is told: to find all takes far too long. */
const mostValues = 1_000

/**
 * Validates as an API should: all mistakes at once, unknown members refused. Bodies are taken
 * literally; only what has no types on the wire (query, path, headers) is coerced.
 */
export function validateStrictly(app: FastifyInstance): void {
  // Fastify would read it, and then call it a body of the wrong type instead of no JSON at all.
  app.removeContentTypeParser(['text/plain', 'application/json'])
  readJson(app, 'application/json')
  app.setValidatorCompiler(({ schema, httpPart }) =>
    compile(schema as object, httpPart === 'body' ? body : other),
  )
}

function validator(options: Options, allErrors: boolean): Ajv {
  return addFormats(new Ajv({ ...options, allErrors }))
}

function compile(schema: object, { first, all }: typeof body) {
  const findFirst = first.compile(schema)
  let findAll: ValidateFunction | undefined

  function validate(value: unknown): boolean {
    if (findFirst(value)) return true
    const { errors } = isLarge(value) ? findFirst : examined(value)
    validate.errors = errors as FastifySchemaValidationError[]
    return false
  }
  validate.errors = null as FastifySchemaValidationError[] | null
  return validate

  function examined(value: unknown): ValidateFunction {
    findAll ??= all.compile(schema)
    findAll(value)
    return findAll
  }
}

function isLarge(value: unknown): boolean {
  const open = [value]
  let count = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const members = Object.values(Object(next))
    count += members.length
    if (count > mostValues) return true
    open.push(...members.filter(member => typeof member === 'object'))
  }
  return false
}
