import { isDeepStrictEqual } from 'node:util'
import { text, uuid } from '../resources/patterns.ts'
import type { Document, Operation } from './shared-problems.ts'

/**
 * The service refuses half of a surrogate pair, too, which no well-formed text has. To name the halves
 * would break what is generated: expressions without the flag `u` find them in each emoji, and code
 * that holds them itself is no text.
 */
export const readableText = '^[^\\x00]*$'

/**
 * Writes the document as generators of code read it best: schemas with a title are written once, by
 * that name, and ids and texts are said in words that all of them know.
 */
export function makeReadable(document: Document): void {
  const { components, paths } = document
  for (const operation of Object.values(paths).flatMap(Object.values)) demandIfMatch(operation)
  const named: Schemas = {}
  document.paths = rewrite(document.paths, named) as Document['paths']
  const schemas = rewrite(components.schemas, named) as Schemas
  components.schemas = { ...schemas, ...named }
}

/** To the service it is optional: a request without it is answered 428 and not 400 (RFC 6585). */
function demandIfMatch({ parameters = [], responses }: Operation): void {
  if (!('428' in responses)) return
  for (const parameter of parameters) if (parameter.name === 'if-match') parameter.required = true
}

type Schemas = Record<string, Record<string, unknown>>

interface Named {
  title: string
  type: string
}

/** What holds values, which may look like schemas. */
const literal = ['examples', 'example', 'default', 'const', 'enum']

function rewrite(value: unknown, named: Schemas): unknown {
  if (Array.isArray(value)) return value.map(item => rewrite(item, named))
  if (typeof value !== 'object' || value === null) return value
  const schema: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      literal.includes(name) ? member : rewrite(member, named),
    ]),
  )
  if (schema.pattern === text) schema.pattern = readableText
  if (schema.pattern === uuid) schema.format = 'uuid'
  if (schema.maximum === Number.MAX_SAFE_INTEGER) schema.format = 'int64'
  if (!isNamed(schema)) return schema
  const { title, ...rest } = schema
  const known = named[title] ?? rest
  if (!isDeepStrictEqual(shapeOf(known), shapeOf(rest))) {
    throw new Error(`Two schemas of the contract have the title ${title}`)
  }
  named[title] = { ...rest, ...known }
  return { $ref: `#/components/schemas/${title}` }
}

/** Where it is of a parameter, a schema has lost its description to that. */
function shapeOf({ description: _, examples: __, ...shape }: Record<string, unknown>): object {
  return shape
}

function isNamed(schema: object): schema is Named {
  const { title, type } = schema as Partial<Named>
  return typeof title === 'string' && typeof type === 'string'
}
