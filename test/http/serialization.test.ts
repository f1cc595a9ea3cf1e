import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import Fastify, { type FastifyReply } from 'fastify'
import t from 'tap'
import { serializerOptions } from '../../src/http/serialization.ts'
import { startApi } from '../support/api.ts'

const build = serializerOptions.schemaController?.compilersFactory?.buildSerializer as (
  shared: object,
) => (definition: { schema: object }) => (answer: unknown) => string

const text = { type: 'object', properties: { a: { type: 'string' } } }

t.test('routes that share a schema share its serializer', async t => {
  const compile = build({})
  t.equal(compile({ schema: text }), compile({ schema: text }))
  t.equal(build({})({ schema: text }), compile({ schema: text }), 'in another instance too')
  t.not(compile({ schema: { ...text } }), compile({ schema: text }))
})

t.test('a reference leads to the schema of its own instance', async t => {
  const schema = { $ref: 'Shared#' }
  const answers = async (type: string) => {
    const app = Fastify(serializerOptions)
    t.teardown(() => app.close())
    app.addSchema({ $id: 'Shared', type: 'object', properties: { a: { type } } })
    app.get('/', { schema: { response: { 200: schema } } }, async () => ({ a: 7, secret: 'x' }))
    return (await app.inject('/')).body
  }
  t.equal(await answers('string'), '{"a":"7"}')
  t.equal(await answers('integer'), '{"a":7}')
})

t.test('the routes of the API do', async t => {
  const { send, bearer } = await startApi(t)
  const headers = await bearer()
  const made = new Map<string, unknown>()
  const onHandler = (message: unknown) => {
    const { reply, route } = message as { reply: FastifyReply; route: { url: string } }
    made.set(route.url, reply.getSerializationFunction('401', 'application/problem+json'))
  }
  subscribe('tracing:fastify.request.handler:start', onHandler)
  t.teardown(() => unsubscribe('tracing:fastify.request.handler:start', onHandler))
  for (const url of ['/hello', '/token-info']) {
    t.equal((await send({ url, headers })).statusCode, 200)
  }
  t.type(made.get('/hello'), 'function')
  t.equal(made.get('/hello'), made.get('/token-info'))
})
