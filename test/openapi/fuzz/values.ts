import fc from 'fast-check'

/** JSON Schema, as far as the requests of the contract use it. */
export interface Schema {
  type?: string | string[]
  enum?: unknown[]
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  minItems?: number
  maxItems?: number
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
}

/** Values that fit a schema; an example of the document is among them, where there is one. */
export function valuesOf(schema: Schema, example?: unknown): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const kinds = [schema.type].flat().map(type => ofType(type, schema, example))
  if (example === undefined) return fc.oneof(...kinds)
  const isScalar = typeof example !== 'object'
  return fc.oneof({ arbitrary: fc.constant(example), weight: isScalar ? 3 : 1 }, ...kinds)
}

function ofType(type: string | undefined, schema: Schema, example: unknown): fc.Arbitrary<unknown> {
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'integer':
      return integers(schema)
    case 'string':
      return strings(schema)
    case 'array':
      return lists(schema, example)
    case 'object':
      return objects(schema, example)
    default:
      throw new Error(`The fuzz cannot make values of type ${type}: teach it.`)
  }
}

function integers({ minimum: min = 0, maximum: max = 2 ** 53 - 1 }: Schema) {
  return fc.oneof(
    fc.integer({ min, max: Math.min(max, min + 1000) }),
    fc.bigInt({ min: BigInt(min), max: BigInt(max) }).map(Number),
    fc.constantFrom(min, max),
  )
}

/** Times around now, and those that calendars and parsers disagree about. */
const times = fc.oneof(
  fc
    .date({ min: new Date(Date.now() - 90_000_000), noInvalidDate: true, max: new Date() })
    .map(date => date.toISOString()),
  fc.constantFrom(
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59.999999999Z',
    '2016-12-31T23:59:60Z',
    '2026-01-01t00:00:00z',
    '2026-01-01T00:00:00+14:00',
    '2024-02-29T12:00:00-00:00',
  ),
)

function strings({ pattern, format, minLength = 0, maxLength = 2000 }: Schema) {
  if (format === 'date-time') return times
  const shape = new RegExp(pattern ?? '', 'u')
  const fits = (text: string) =>
    shape.test(text) && [...text].length >= minLength && [...text].length <= maxLength
  const longest = ['a', 'ß', '🙂'].map(character => character.repeat(maxLength)).filter(fits)
  return fc.oneof(
    { arbitrary: (pattern ? fc.stringMatching(shape) : fc.string()).filter(fits), weight: 4 },
    ...longest.map(text => fc.constant(text)),
  )
}

function lists({ items = {}, minItems = 0, maxItems = 100 }: Schema, example: unknown) {
  const [first] = Array.isArray(example) ? example : []
  const item = valuesOf(items, first)
  return fc.oneof(
    { arbitrary: fc.array(item, { minLength: minItems, maxLength: 5 }), weight: 9 },
    fc.array(item, { minLength: maxItems, maxLength: maxItems }),
  )
}

function objects({ properties = {}, required = [] }: Schema, example: unknown) {
  const examples = (example ?? {}) as Record<string, unknown>
  const members = Object.entries(properties).map(([name, schema]) => [
    name,
    valuesOf(schema, examples[name]),
  ])
  return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: required,
  })
}
