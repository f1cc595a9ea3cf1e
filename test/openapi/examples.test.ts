import t from 'tap'
import { startApi } from '../support/api.ts'
import { contractOf, type MediaType, responseAt, validatorOf } from '../support/contract.ts'

interface Schema {
  $ref?: string
  examples?: unknown[]
  enum?: unknown[]
  required?: string[]
  properties?: Record<string, Schema>
  items?: Schema
}

/** Documents that describe themselves, and the metadata, which is the middleware's own route. */
const withoutExample = ['/openapi.json', '/.well-known/oauth-protected-resource']

interface Found {
  pointer: string[]
  examples: unknown[]
}

/** Every schema with examples of its own, anywhere in a document. */
function schemasWithExamples(value: unknown, pointer: string[] = []): Found[] {
  if (typeof value !== 'object' || value === null) return []
  const { examples } = value as Schema
  const own = Array.isArray(examples) ? [{ pointer, examples }] : []
  const below = Object.entries(value).filter(([name]) => name !== 'examples')
  const found = below.flatMap(([name, member]) => schemasWithExamples(member, [...pointer, name]))
  return [...own, ...found]
}

t.test('the examples of the contract', async t => {
  const { app } = await startApi(t)
  const contract = contractOf(app)
  const validate = validatorOf(contract)

  t.test('fit their schemas, wherever they are', async t => {
    const found = schemasWithExamples(contract)
    t.ok(found.length > 50)
    for (const { pointer, examples } of found) {
      const place = pointer.join('/')
      for (const example of examples) {
        t.doesNotThrow(() => validate(pointer, example, place), place)
      }
    }
  })

  t.test('of problems are whole answers, one for each code', async t => {
    for (const [name, response] of Object.entries(contract.components.responses)) {
      const { content } = response as { content: Record<string, MediaType> }
      t.strictSame(Object.keys(content), ['application/problem+json'])
      const examples = Object.entries(content['application/problem+json']?.examples ?? {})
      t.ok(examples.length > 0, name)
      for (const [code, { value }] of examples) {
        t.match(value, { code, type: `https://api.example.com/problems#${code}` })
        const pointer = ['components', 'schemas', 'Problem']
        t.doesNotThrow(() => validate(pointer, value, code), code)
      }
    }
  })

  /** What documentation pages show: an example as it stands, else one put together. */
  function exampleOf(schema: Schema): unknown {
    const { $ref, examples, enum: values, items, properties, required = [] } = schema
    if ($ref !== undefined) {
      return exampleOf(contract.components.schemas[$ref.split('/').at(-1) as string] as Schema)
    }
    if (examples === undefined && items !== undefined) return [exampleOf(items)]
    if (examples !== undefined || properties === undefined) return (examples ?? values)?.[0]
    return Object.fromEntries(
      required.map(name => [name, exampleOf(properties[name] as Schema)] as const),
    )
  }

  const bodies: [place: string, media: MediaType, pointer: readonly string[]][] = []
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [method, { requestBody, responses }] of Object.entries(methods)) {
      for (const [type, media] of Object.entries(requestBody?.content ?? {})) {
        const pointer = ['paths', path, method, 'requestBody', 'content', type]
        bodies.push([`${method} ${path}`, media, pointer])
      }
      for (const status of Object.keys(responses).filter(status => status < '300')) {
        const { response, pointer = [] } = responseAt(contract, path, method, status) ?? {}
        const media = response?.content?.['application/json']
        if (media === undefined || withoutExample.includes(path)) continue
        bodies.push([
          `${method} ${path} ${status}`,
          media,
          [...pointer, 'content', 'application/json'],
        ])
      }
    }
  }
  for (const [place, media, pointer] of bodies) {
    t.test(`a body in JSON has one: ${place}`, async t => {
      const given = Object.values(media.examples ?? {}).map(({ value }) => value)
      const [example = media.example ?? exampleOf(media.schema)] = given
      t.not(example, undefined)
      t.doesNotThrow(() => validate([...pointer, 'schema'], example, place))
    })
  }

  t.test('of parameters fit', async t => {
    for (const [path, methods] of Object.entries(contract.paths)) {
      for (const [method, { parameters = [] }] of Object.entries(methods)) {
        for (const [index, { name, example }] of parameters.entries()) {
          if (example === undefined) continue
          const pointer = ['paths', path, method, 'parameters', String(index), 'schema']
          const place = `${method} ${path} ${name}`
          t.doesNotThrow(() => validate(pointer, example, place), place)
        }
      }
    }
  })
})
