import t from 'tap'
import { startApi } from '../support/api.ts'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'
import { until } from '../support/until.ts'

const headers = { 'x-request-id': requestId }

t.test('with too much to do, requests are refused; liveness is told all the same', async t => {
  // Every event loop has more delay than this.
  const loadShedding = { maxEventLoopDelay: Number.MIN_VALUE, sampleInterval: 10 }
  const corsOrigins = ['https://app.example.com']
  const api = await startApi(t, { loadShedding, corsOrigins })
  const { authorization } = await api.bearer()
  const isRefused = async () => (await api.app.inject('/openapi.json')).statusCode === 503
  while (!(await isRefused())) {
    for (const end = performance.now() + 30; performance.now() < end; );
    await new Promise(setImmediate)
  }
  const refused = problemAnswer({
    status: 503,
    code: 'unavailable',
    detail: 'This instance has too much to do. Try again in a second.',
    headers: { 'retry-after': '1' },
  })
  for (const url of ['/hello', '/orders', '/readyz', '/openapi.json']) {
    const reply = await api.app.inject({ url, headers: { ...headers, authorization } })
    t.strictSame(answerOf(reply), { ...refused, headers: { ...refused.headers, vary: 'Origin' } })
  }
  const origin = 'https://app.example.com'
  const fromBrowser = await api.app.inject({ url: '/hello', headers: { ...headers, origin } })
  t.equal(fromBrowser.statusCode, 503)
  t.equal(fromBrowser.headers['access-control-allow-origin'], origin)
  t.equal((await api.send({ url: '/livez', headers })).statusCode, 200)
})

t.test('a limit of 0 is none', async t => {
  const api = await startApi(t, { loadShedding: { maxEventLoopDelay: 0, sampleInterval: 10 } })
  const { authorization } = await api.bearer()
  for (let turn = 0; turn < 3; turn++) {
    for (const end = performance.now() + 30; performance.now() < end; );
    t.equal((await api.send({ url: '/hello', headers: { authorization } })).statusCode, 200)
  }
})

t.test('when there is less to do, requests are served again', async t => {
  const api = await startApi(t, { loadShedding: { maxEventLoopDelay: 100, sampleInterval: 50 } })
  const statusOf = async () => (await api.send({ url: '/openapi.json' })).statusCode
  while ((await statusOf()) !== 503) {
    for (const end = performance.now() + 400; performance.now() < end; );
    await new Promise(setImmediate)
  }
  await until(async () => (await statusOf()) === 200)
})
