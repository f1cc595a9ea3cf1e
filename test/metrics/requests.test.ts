import t from 'tap'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { createRequestDurations } from '../../src/metrics/request-durations.ts'
import { startApi } from '../support/api.ts'
import { parseExposition, valuesOf } from './exposition.ts'

const metrics = createMetrics()
const api = await startApi(t, { metrics })
const { authorization } = await api.bearer()

const scrape = async () => parseExposition(await metrics.text())

t.test('requests by method, route pattern and status', async t => {
  const send = (method: 'GET' | 'POST' | 'HEAD' | 'DELETE', url: string, auth = authorization) =>
    api.app.inject({ method, url, headers: { authorization: auth } })
  await send('GET', '/hello')
  await send('GET', '/hello?name=x')
  await send('GET', '/hello', 'Bearer nonsense')
  await send('HEAD', '/hello')
  await send('DELETE', '/hello')
  await send('GET', '/orders/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50')
  await send('GET', '/orders/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a51')
  await send('POST', '/orders')
  await send('GET', '/%zz')
  for (let path = 0; path < 20; path++) await send('GET', `/nowhere/${path}`)
  const counts = valuesOf(
    await scrape(),
    'http_request_duration_seconds_count',
    'method',
    'route',
    'status',
  )
  t.strictSame(counts, {
    'GET /hello 200': 2,
    'GET /hello 401': 1,
    'HEAD /hello 200': 1,
    'DELETE /hello 405': 1,
    'GET /orders/:orderId 404': 2,
    'POST /orders 400': 1,
    'GET unknown 400': 1,
    'GET unknown 404': 20,
  })
})

t.test('the histogram: cumulative, complete, in seconds', async t => {
  const { observe, metric } = createRequestDurations()
  const request = { method: 'GET', routeOptions: { url: '/a' } }
  for (const elapsedTime of [0.4, 1, 1.1, 30, 4999, 5000.5, 100_000]) {
    observe(request as never, { statusCode: 200, elapsedTime } as never)
  }
  const labels = { method: 'GET', route: '/a', status: 200 }
  const bucket = (le: number | string, value: number) => ({
    suffix: '_bucket',
    labels: { le, ...labels },
    value,
  })
  t.strictSame(metric.read(), [
    bucket(0.001, 2),
    bucket(0.0025, 3),
    bucket(0.005, 3),
    bucket(0.01, 3),
    bucket(0.025, 3),
    bucket(0.05, 4),
    bucket(0.1, 4),
    bucket(0.25, 4),
    bucket(0.5, 4),
    bucket(1, 4),
    bucket(2.5, 4),
    bucket(5, 5),
    bucket('+Inf', 7),
    { suffix: '_sum', labels, value: 110.032 },
    { suffix: '_count', labels, value: 7 },
  ])
})

t.test('nothing that a caller can make up is in a label', async t => {
  const text = await metrics.text()
  for (const made of ['nowhere', 'name=x', '019a9f7c', 'nonsense', '%zz']) {
    t.notMatch(text, made)
  }
})
