import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { buildMetricsServer } from '../../src/metrics/server.ts'

t.test('metrics are served in the text format, at one address', async t => {
  const server = buildMetricsServer(createMetrics())
  await server.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => server.close())
  const { port } = server.server.address() as AddressInfo
  const reply = await fetch(`http://127.0.0.1:${port}/metrics`)
  t.equal(reply.status, 200)
  t.equal(reply.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const text = await reply.text()
  t.match(
    text,
    /^# HELP build_info Always 1; the labels tell what runs\.\n# TYPE build_info gauge\nbuild_info\{version="[\d.]+"\} 1$/m,
  )
  t.match(text, /^# TYPE http_request_duration_seconds histogram$/m)
  t.match(text, /^# TYPE cognito_decisions_total counter$/m)
  for (const path of ['/', '/hello', '/livez', '/metrics/x']) {
    t.equal((await fetch(`http://127.0.0.1:${port}${path}`)).status, 404)
  }
})

t.test('a connection that is kept alive does not keep it open', async t => {
  const server = buildMetricsServer(createMetrics())
  await server.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.server.address() as AddressInfo
  const agent = new Agent({ keepAlive: true })
  const [reply] = await once(get({ port, host: '127.0.0.1', path: '/metrics', agent }), 'response')
  reply.resume()
  await once(reply, 'end')
  await server.close()
  agent.destroy()
  t.pass('closed')
})
