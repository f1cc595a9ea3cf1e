import t from 'tap'
import { makeReadable } from '../../src/openapi/readable.ts'
import { startApi } from '../support/api.ts'
import { contractOf, type Operation } from '../support/contract.ts'

const api = await startApi(t)
const { paths, components } = contractOf(api.app)
const operations = Object.values(paths).flatMap<Operation>(Object.values)
const bodyOf = (id: string) =>
  Object.entries(operations.find(each => each.operationId === id)?.requestBody?.content ?? {}).map(
    ([mediaType, { schema }]) => [mediaType, schema],
  )

/** All values of members with this name, wherever they are in the document, and what they are in. */
function membersOf(value: unknown, wanted: string): [unknown, Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => [
    ...(name === wanted ? [[member, value] as [unknown, Record<string, unknown>]] : []),
    ...membersOf(member, wanted),
  ])
}

t.test('what has a name is written once, by that name', async t => {
  t.strictSame(Object.keys(components.schemas).sort(), [
    'Health',
    'Hello',
    'Home',
    'NewOrder',
    'NewRevocation',
    'Order',
    'OrderChange',
    'OrderItem',
    'OrderPage',
    'OrderStatus',
    'Problem',
    'ProblemError',
    'ProblemTypes',
    'Revocation',
    'RevocationKind',
    'RevocationPage',
    'TokenInfo',
  ])
  const change = { $ref: '#/components/schemas/OrderChange' }
  t.strictSame(bodyOf('updateOrder'), [
    ['application/json', change],
    ['application/merge-patch+json', change],
  ])
  t.strictSame(bodyOf('createOrder'), [
    ['application/json', { $ref: '#/components/schemas/NewOrder' }],
  ])
})

t.test(
  'texts are described by expressions that need no flag and hold no odd character',
  async t => {
    const patterns = new Set(membersOf({ paths, components }, 'pattern').map(([each]) => `${each}`))
    t.ok(patterns.has('^[^\\x00]*$'))
    for (const pattern of patterns) {
      t.notMatch(pattern, /\\u[dD][89a-fA-F]|\0/)
      t.doesNotThrow(() => [new RegExp(pattern), new RegExp(pattern, 'u')], pattern)
    }
  },
)

t.test('ids and numbers have the formats that typed languages know them by', async t => {
  for (const [value, schema] of membersOf({ paths, components }, 'pattern')) {
    if (`${value}`.includes('[0-9a-f]{12}')) t.equal(schema.format, 'uuid')
  }
  for (const [maximum, schema] of membersOf(components, 'maximum')) {
    if (maximum === Number.MAX_SAFE_INTEGER) t.equal(schema.format, 'int64')
  }
  const { properties } = components.schemas.Order as { properties: Record<string, object> }
  for (const name of ['total', 'version']) t.match(properties[name], { format: 'int64' })
})

t.test('an answer may have more members one day, a body and what is in it may not', async t => {
  const closed = Object.entries(components.schemas)
    .filter(([, schema]) => 'additionalProperties' in schema && !schema.additionalProperties)
    .map(([name]) => name)
  t.strictSame(closed.sort(), ['NewOrder', 'NewRevocation', 'OrderChange', 'OrderItem'])
})

t.test('If-Match is compulsory where its absence is refused', async t => {
  const demanding = operations.filter(({ parameters = [] }) =>
    parameters.some(each => each.name === 'if-match' && 'required' in each && each.required),
  )
  t.strictSame(
    demanding.map(({ operationId }) => operationId),
    ['updateOrder'],
  )
})

t.test('two schemas do not have one title', async t => {
  const answer = (name: string) => ({
    200: {
      content: { json: { schema: { title: 'A', type: 'object', properties: { [name]: {} } } } },
    },
  })
  const document = (...names: string[]) => ({
    paths: Object.fromEntries(
      names.map(name => [`/${name}`, { get: { responses: answer(name) } }]),
    ),
    components: { schemas: {} },
  })
  t.doesNotThrow(() => makeReadable(document('x')))
  t.throws(() => makeReadable(document('x', 'y')), {
    message: 'Two schemas of the contract have the title A',
  })
})

t.test('values that look like schemas stay as they are', async t => {
  const value = { title: 'Not Found', type: 'https://api.example.com/problems#not_found' }
  const schema = { type: 'object', examples: [value], default: value, const: value, enum: [value] }
  const document = { paths: {}, components: { schemas: { Problem: { ...schema } } } }
  makeReadable(document)
  t.strictSame(document.components.schemas, { Problem: schema })
})
