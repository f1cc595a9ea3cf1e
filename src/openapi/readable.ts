import { text, uuid } from '../resources/patterns.ts'
import type { Document, Operation } from './shared-problems.ts'

/**
 * Half of a surrogate pair is no character, so that text cannot hold one anyway. Naming the halves would
 * break what is generated: expressions without the flag `u` find them in each emoji, and code that
 * holds them itself is no text.
 */
const readableText = '^[^\\x00]*$'

/**
 * Writes the document as generators of code read it best: schemas with a title are written once, by
 * that name, and ids and texts are said in words that all of them know.
 */
export function makeReadable(document: Document): void {
  const { components, paths } = document
  for (const operation of Object.values(paths).flatMap(Object.values)) demandIfMatch(operation)
  const named: Record<string, object> = {}
  document.paths = rewrite(document.paths, named) as Document['paths']
  const schemas = rewrite(components.schemas, named) as Record<string, object>
  components.schemas = { ...schemas, ...named }
}

/** To the service it is optional: a request without it is answered 428 and not 400 (RFC 6585). */
function demandIfMatch({ parameters = [], responses }: Operation): void {
  if (!('428' in responses)) return
  for (const parameter of parameters) if (parameter.name === 'if-match') parameter.required = true
}

interface Named {
  title: string
  type: string
}

function rewrite(value: unknown, named: Record<string, object>): unknown {
  if (Array.isArray(value)) return value.map(item => rewrite(item, named))
  if (typeof value !== 'object' || value === null) return value
  const schema: Record<string, unknown> = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      // Which look like schemas at times.
      name === 'examples' || name === 'example' ? member : rewrite(member, named),
    ]),
  )
  if (schema.pattern === text) schema.pattern = readableText
  if (schema.pattern === uuid) schema.format = 'uuid'
  if (!isNamed(schema)) return schema
  const { title, ...rest } = schema
  named[title] = rest
  return { $ref: `#/components/schemas/${title}` }
}

function isNamed(schema: object): schema is Named {
  const { title, type } = schema as Partial<Named>
  return typeof title === 'string' && typeof type === 'string'
}
