import Fastify from 'fastify'
import t from 'tap'
import { RequestLog } from '../../src/logging/request-log.ts'
import { answerProblems } from '../../src/problem/handlers.ts'
import { Problem } from '../../src/problem/problem.ts'
import { recordLog } from '../support/api.ts'
import { problemBody, requestId } from '../support/api-answers.ts'

const { logger, lines } = recordLog('error')
const app = Fastify({
  loggerInstance: logger,
  logController: new RequestLog(),
  genReqId: () => requestId,
})
answerProblems(app, { publicUrl: 'https://api.example.com' })
t.teardown(() => app.close())
t.beforeEach(() => {
  lines.length = 0
})

const internal = problemBody({
  status: 500,
  code: 'internal_error',
  detail: 'Something unexpected went wrong.',
  requestId,
})

class LibraryError extends Error {
  readonly code: unknown
  readonly statusCode: number
  constructor(code: unknown, statusCode: number) {
    super('secret of the house')
    this.code = code
    this.statusCode = statusCode
  }
}

const thrown: Record<string, unknown> = {
  'an Error': new Error('secret of the house'),
  'an error with a status for clients': new LibraryError('SOME_CODE', 400),
  'an error of Fastify that is not about the request': new LibraryError('FST_ERR_DEC_MISSING', 500),
  'an error of Fastify with a status of its own': new LibraryError('FST_ERR_OTHER', 418),
  'an error with a number for code': new DOMException('secret of the house', 'AbortError'),
  'an object': { statusCode: 404, message: 'secret of the house' },
  'an object that looks like a failed validation': { validation: [{}], validationContext: 'body' },
  'a text': 'secret of the house',
  'a number': 404,
  'nothing (null)': null,
  'nothing (undefined)': undefined,
}

for (const [name, value] of Object.entries(thrown)) {
  const url = `/${name.replace(/\W/g, '-')}`
  app.get(url, async () => {
    throw value
  })
  t.test(`thrown: ${name}`, async t => {
    const reply = await app.inject({ url })
    t.equal(reply.statusCode, 500)
    t.equal(reply.headers['content-type'], 'application/problem+json; charset=utf-8')
    t.strictSame(reply.json(), internal)
    const logged = lines.filter(({ msg }) => msg === 'unexpected error')
    t.equal(logged.length, 1)
    t.equal(logged[0]?.requestId, requestId)
    if (value instanceof Error) t.match(logged[0], { err: { message: value.message } })
  })
}

const count = { type: 'object', properties: { count: { type: 'integer' } } }
app.get('/unserializable', { schema: { response: { 200: count } } }, async () => ({
  count: 'secret of the house',
}))
app.get('/circular', async () => {
  const circle: { secret?: object } = {}
  circle.secret = circle
  return circle
})
for (const url of ['/unserializable', '/circular']) {
  t.test(`an answer that cannot be written: ${url}`, async t => {
    const reply = await app.inject({ url })
    t.equal(reply.statusCode, 500)
    t.strictSame(reply.json(), internal)
  })
}

app.get('/known', async () => {
  throw new Problem(409, 'conflict', 'Shipped orders stay.', { headers: { 'x-state': 'shipped' } })
})
t.test('a problem answers for itself and is not logged as an error', async t => {
  const reply = await app.inject({ url: '/known' })
  t.equal(reply.statusCode, 409)
  t.equal(reply.headers['x-state'], 'shipped')
  const detail = 'Shipped orders stay.'
  t.strictSame(reply.json(), problemBody({ status: 409, detail, code: 'conflict', requestId }))
  t.strictSame(lines, [])
  t.notMatch(new Problem(409, 'conflict', detail).stack, /\n/, 'nor is its stack collected')
  t.match(new Error('another').stack, /\n/)
})
