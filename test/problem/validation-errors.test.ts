import Fastify, { type InjectOptions } from 'fastify'
import t from 'tap'
import { validateStrictly } from '../../src/http/validation.ts'
import { answerProblems } from '../../src/problem/handlers.ts'

const item = {
  type: 'object',
  additionalProperties: false,
  required: ['sku', 'quantity'],
  properties: {
    sku: { type: 'string', minLength: 1 },
    quantity: { type: 'integer', minimum: 1 },
    gift: { type: 'boolean' },
  },
}

const body = {
  type: 'object',
  additionalProperties: false,
  required: ['items'],
  properties: {
    items: { type: 'array', items: item },
    colour: { enum: ['red', 'green'] },
    note: { type: 'string', default: 'none' },
    'a/b~c': { type: 'object', required: ['~/'] },
  },
}

const schema = {
  body,
  params: { type: 'object', properties: { id: { type: 'string', format: 'uuid' } } },
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: { limit: { type: 'integer', minimum: 1, maximum: 100 }, flag: { type: 'boolean' } },
  },
  headers: {
    type: 'object',
    required: ['if-match'],
    properties: { 'if-match': { type: 'string', pattern: '^"' } },
  },
}

const app = Fastify()
answerProblems(app, { publicUrl: 'https://api.example.com' })
validateStrictly(app)
app.post('/things/:id', { schema }, ({ body, query, params, headers }) => ({
  body,
  query,
  params,
  ifMatch: headers['if-match'],
}))
t.teardown(() => app.close())

const id = '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'
const good = { headers: { 'if-match': '"1"' }, url: `/things/${id}` }
const ask = (request: InjectOptions) => app.inject({ method: 'POST', ...good, ...request })

async function errorsOf(request: InjectOptions) {
  const reply = await ask(request)
  const { requestId, errors, ...rest } = reply.json()
  return { status: reply.statusCode, type: reply.headers['content-type'], rest, errors }
}

function refused(...errors: [pointer: string, message: string][]) {
  return {
    status: 400,
    type: 'application/problem+json; charset=utf-8',
    rest: {
      type: 'https://api.example.com/problems#validation_failed',
      title: 'Bad Request',
      status: 400,
      detail: 'The request does not fit the contract.',
      code: 'validation_failed',
    },
    errors: errors.map(([pointer, message]) => ({ pointer, message })),
  }
}

t.test('every mistake of a body is listed, with its place', async t => {
  const payload = {
    items: [{ quantity: 0, weight: 1 }, { sku: '', quantity: 1.5, gift: 'yes' }, null],
    colour: 'blue',
    'a/b~c': {},
    extra: { deep: 1 },
  }
  t.strictSame(
    await errorsOf({ payload }),
    refused(
      ['/extra', 'is not a member of this object'],
      ['/items/0/sku', 'is required'],
      ['/items/0/weight', 'is not a member of this object'],
      ['/items/0/quantity', 'must be >= 1'],
      ['/items/1/sku', 'must NOT have fewer than 1 characters'],
      ['/items/1/quantity', 'must be integer'],
      ['/items/1/gift', 'must be boolean'],
      ['/items/2', 'must be object'],
      ['/colour', 'must be one of: red, green'],
      ['/a~1b~0c/~0~1', 'is required'],
    ),
  )
})

t.test('the mistakes of all parts of a request are listed', async t => {
  const headers = { 'if-match': '1' }
  const url = '/things/1?limit=0&flag=maybe&more=1'
  t.strictSame(
    await errorsOf({ url, headers, payload: { items: {} } }),
    refused(
      ['/params/id', 'must match format "uuid"'],
      ['/items', 'must be array'],
      ['/query/more', 'is not a member of this object'],
      ['/query/limit', 'must be >= 1'],
      ['/query/flag', 'must be boolean'],
      ['/headers/if-match', 'must match pattern "^""'],
    ),
  )
  t.strictSame(
    await errorsOf({ headers: {}, payload: { items: [] }, url: `/things/${id}?limit=101` }),
    refused(['/query/limit', 'must be <= 100'], ['/headers/if-match', 'is required']),
  )
})

t.test('a missing body is a mistake beside others', async t => {
  const url = '/things/1'
  const wrong = ['/params/id', 'must match format "uuid"'] as [string, string]
  t.strictSame(await errorsOf({ url }), refused(wrong, ['', 'must be object']))
})

t.test('however many there are, a hundred are listed', async t => {
  const payload = { items: Array(200).fill(null) }
  const { errors } = await errorsOf({ payload, headers: {} })
  t.strictSame(errors.length, 100)
  t.strictSame(errors.at(-1), { pointer: '/items/99', message: 'must be object' })
})

t.test('a body of another type is wrong as a whole', async t => {
  t.strictSame(await errorsOf({ payload: [] }), refused(['', 'must be object']))
  const headers = { ...good.headers, 'content-type': 'application/json' }
  t.strictSame(await errorsOf({ headers, payload: 'null' }), refused(['', 'must be object']))
})

t.test('a missing body is refused', async t => {
  t.strictSame(await errorsOf({}), refused(['', 'must be object']))
})

t.test('a number that never ends is not between its limits', async t => {
  const asking = (limit: string) =>
    errorsOf({ url: `/things/${id}?limit=${limit}`, payload: { items: [] } })
  for (const limit of ['1e9999', 'Infinity', '101']) {
    t.strictSame(await asking(limit), refused(['/query/limit', 'must be <= 100']), limit)
  }
  for (const limit of ['-1e9999', '-Infinity', '0']) {
    t.strictSame(await asking(limit), refused(['/query/limit', 'must be >= 1']), limit)
  }
})

t.test('nothing in a body is coerced', async t => {
  const items = [{ sku: 7, quantity: '1', gift: 'true' }]
  t.strictSame(
    await errorsOf({ payload: { items, note: null } }),
    refused(
      ['/items/0/sku', 'must be string'],
      ['/items/0/quantity', 'must be integer'],
      ['/items/0/gift', 'must be boolean'],
      ['/note', 'must be string'],
    ),
  )
  t.strictSame(
    await errorsOf({ payload: { items: { sku: 'a', quantity: 1 } } }),
    refused(['/items', 'must be array']),
  )
})

t.test('what is right arrives as it was sent, with the defaults', async t => {
  const items = [{ sku: 'a', quantity: 1 }]
  const reply = await ask({ url: `${good.url}?limit=5&flag=true`, payload: { items } })
  t.strictSame(reply.json(), {
    body: { items, note: 'none' },
    query: { limit: 5, flag: true },
    params: { id },
    ifMatch: '"1"',
  })
})

const payload = { items: [] }

t.test('mistakes in the query', async t => {
  const url = `${good.url}?limit=0&flag=maybe&page=2&a%2Fb=1`
  t.strictSame(
    await errorsOf({ url, payload }),
    refused(
      ['/query/page', 'is not a member of this object'],
      ['/query/a~1b', 'is not a member of this object'],
      ['/query/limit', 'must be >= 1'],
      ['/query/flag', 'must be boolean'],
    ),
  )
  const twice = await errorsOf({ url: `${good.url}?limit=1&limit=2`, payload })
  t.strictSame(twice, refused(['/query/limit', 'must be integer']))
})

t.test('mistakes in the path', async t =>
  t.strictSame(
    await errorsOf({ url: '/things/7', payload }),
    refused(['/params/id', 'must match format "uuid"']),
  ),
)

t.test('mistakes in the headers', async t => {
  t.strictSame(
    await errorsOf({ headers: {}, payload }),
    refused(['/headers/if-match', 'is required']),
  )
  t.strictSame(
    await errorsOf({ headers: { 'if-match': '1' }, payload }),
    refused(['/headers/if-match', 'must match pattern "^""']),
  )
})

t.test('of very many values only the first mistake is told', async t => {
  const items = Array.from({ length: 20_000 }, () => 0)
  const first: [string, string] = ['/items/0', 'must be object']
  t.strictSame(await errorsOf({ payload: { items, colour: 'blue' } }), refused(first))
  const query = Array.from({ length: 1001 }, (_, index) => `a${index}=`).join('&')
  const url = `/things/${id}?${query}`
  const unknown: [string, string] = ['/query/a0', 'is not a member of this object']
  t.strictSame(await errorsOf({ payload: { items: [] }, url }), refused(unknown))
})

t.test('values are counted at every depth', async t => {
  const nested = (count: number) => ({ items: [{ sku: Array(count).fill([null]) }] })
  // Items, their one member, its one, and each array with what is in it.
  t.equal((await errorsOf({ payload: nested(498) })).errors.length, 2)
  t.equal((await errorsOf({ payload: nested(499) })).errors.length, 1)
})
