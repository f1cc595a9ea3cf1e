import t from 'tap'
import { recordLog, startApi } from '../support/api.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const { logger, lines } = recordLog('info')
const api = await startApi(t, { logger })
t.beforeEach(() => {
  lines.length = 0
})

/** What an answer says of the trace. */
async function trace(url: string, headers: Record<string, string | string[]>) {
  const reply = await api.send({ url, headers })
  const [version, id, spanId, flags] = String(reply.headers.traceresponse).split('-')
  return { version, traceId: id, spanId, flags }
}

/** The traces in the log. */
const logged = () => lines.map(({ traceId, spanId }) => ({ traceId, spanId }))

t.test('a trace goes on in every log line and in the answer', async t => {
  const headers = {
    traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    tracestate: 'congo=t61rcWkgMzE',
    authorization: 'Bearer nonsense',
  }
  const { spanId, ...answered } = await trace('/orders', headers)
  t.strictSame(answered, { version: '00', traceId, flags: '01' })
  t.match(lines, [{ msg: 'request refused' }, { msg: 'request answered' }])
  t.strictSame(logged(), [
    { traceId, spanId },
    { traceId, spanId },
  ])
  const again = await trace('/orders', headers)
  t.not(again.spanId, spanId)
})

t.test('every answer has one, whatever was asked', async t => {
  const seen = new Set<string | undefined>()
  for (const url of ['/', '/hello', '/openapi.json', '/nowhere', '/%zz', '/problems']) {
    const answered = await trace(url, {})
    t.match(answered, { version: '00', traceId: /^[\da-f]{32}$/, spanId: /^[\da-f]{16}$/ })
    t.equal(answered.flags, '02')
    t.match(logged().at(-1), { traceId: answered.traceId, spanId: answered.spanId })
    seen.add(answered.traceId)
  }
  t.equal(seen.size, 6)
})

t.test('a malformed one is no error', async t => {
  for (const traceparent of ['x', `00-${traceId}-b7ad6b7169203331-01-`, '\u00e9'.repeat(100)]) {
    const reply = await api.send({ url: '/', headers: { traceparent } })
    t.equal(reply.statusCode, 200)
    t.notMatch(reply.headers.traceresponse, traceId)
    t.match(reply.headers.traceresponse, /^00-[\da-f]{32}-[\da-f]{16}-02$/)
  }
})

t.test('traceparent itself is not for answers', async t => {
  const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` }
  const reply = await api.send({ url: '/', headers })
  t.equal(reply.headers.traceparent, undefined)
  t.equal(reply.headers.tracestate, undefined)
})
