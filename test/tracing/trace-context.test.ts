import t from 'tap'
import { type TraceContext, traceContext, traceResponse } from '../../src/tracing/trace-context.ts'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const parentId = 'b7ad6b7169203331'

const goesOn = (context: TraceContext) => context.traceId === traceId

t.test('a well-formed traceparent: the trace goes on, with a span of its own', async t => {
  const context = traceContext(`00-${traceId}-${parentId}-01`)
  t.match(context, { traceId, spanId: /^[\da-f]{16}$/, flags: 1 })
  t.not(context.spanId, parentId)
})

t.test('flags: recorded and random are passed on, others are not', async t => {
  for (const [given, kept] of [
    ['00', 0],
    ['01', 1],
    ['02', 2],
    ['03', 3],
    ['04', 0],
    ['ff', 3],
  ] as const) {
    t.equal(traceContext(`00-${traceId}-${parentId}-${given}`).flags, kept, given)
  }
})

t.test('a later version may have more to say', async t => {
  for (const header of [
    `01-${traceId}-${parentId}-01`,
    `cc-${traceId}-${parentId}-01-what-the-future-will-be-like`,
    `fe-${traceId}-${parentId}-01-`,
  ]) {
    t.ok(goesOn(traceContext(header)), header)
  }
})

t.test('a malformed traceparent is ignored', async t => {
  const zeros = '0'.repeat(32)
  for (const header of [
    '',
    ' ',
    'nonsense',
    traceId,
    `00-${traceId}-${parentId}`,
    `00-${traceId}-${parentId}-`,
    `00-${traceId}-${parentId}-1`,
    `00-${traceId}-${parentId}-011`,
    `00-${traceId}-${parentId}-01-`,
    `00-${traceId}-${parentId}-01-more`,
    `00-${traceId}-${parentId}-0x`,
    `ff-${traceId}-${parentId}-01`,
    `0-${traceId}-${parentId}-01`,
    `0x-${traceId}-${parentId}-01`,
    `01-${traceId}-${parentId}-01.more`,
    `00-${traceId.toUpperCase()}-${parentId}-01`,
    `00-${traceId}-${parentId.toUpperCase()}-01`,
    `00-${zeros}-${parentId}-01`,
    `00-${traceId}-${zeros.slice(16)}-01`,
    `00-${traceId.slice(1)}-${parentId}-01`,
    `00-${traceId}0-${parentId}-01`,
    `00-${traceId}-${parentId.slice(1)}-01`,
    ` 00-${traceId}-${parentId}-01`,
    `00-${traceId}-${parentId}-01 `,
    `00-${traceId}-${parentId}-01\n`,
    `00-${traceId}-${parentId}-01, 00-${traceId}-${parentId}-01`,
    `00_${traceId}_${parentId}_01`,
    [`00-${traceId}-${parentId}-01`, `00-${traceId}-${parentId}-01`],
  ]) {
    const context = traceContext(header)
    t.notOk(goesOn(context), String(header))
    t.match(context, { traceId: /^[\da-f]{32}$/, spanId: /^[\da-f]{16}$/, flags: 2 })
  }
})

t.test('without a traceparent: a new trace each time, its id made at random', async t => {
  const contexts = Array.from({ length: 2000 }, () => traceContext(undefined))
  t.equal(new Set(contexts.map(context => context.traceId)).size, 2000)
  t.equal(new Set(contexts.map(({ spanId }) => spanId)).size, 2000)
  for (const context of contexts.slice(0, 10)) {
    t.match(context, { traceId: /^[\da-f]{32}$/, spanId: /^[\da-f]{16}$/, flags: 2 })
  }
})

t.test('the answer', async t => {
  const spanId = parentId
  t.equal(traceResponse({ traceId, spanId, flags: 1 }), `00-${traceId}-${parentId}-01`)
  t.equal(traceResponse({ traceId, spanId, flags: 0 }), `00-${traceId}-${parentId}-00`)
})
