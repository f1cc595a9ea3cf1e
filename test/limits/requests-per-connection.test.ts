import { once } from 'node:events'
import { Agent, type IncomingMessage, type RequestOptions, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { startApi } from '../support/api.ts'

const MOST = 3

const api = await startApi(t)
api.app.server.maxRequestsPerSocket = MOST
await api.app.listen({ host: '127.0.0.1', port: 0 })
const { port } = api.app.server.address() as AddressInfo
const { authorization } = await api.bearer()
const json = { authorization, 'content-type': 'application/json' }

const cases: [name: string, status: number, options: RequestOptions, body?: string][] = [
  ['answered at once', 200, { path: '/livez' }],
  ['answered later', 200, { path: '/readyz' }],
  ['refused', 401, { path: '/orders' }],
  ['unknown', 404, { path: '/nowhere' }],
  [
    'with a body',
    201,
    { path: '/orders', method: 'POST', headers: json },
    JSON.stringify(NEW_ORDER),
  ],
  ['with a body that does not fit', 400, { path: '/orders', method: 'POST', headers: json }, '{}'],
  ['with a body that is none', 400, { path: '/orders', method: 'POST', headers: json }, '{'],
]
for (const [name, status, options, body] of cases) {
  t.test(`the last request of a connection is told so when it is ${name}`, async t => {
    t.strictSame(await endings(t, options, body), [
      [status, 'keep-alive'],
      [status, 'keep-alive'],
      [status, 'close'],
      [status, 'keep-alive'],
    ])
  })
}

/** Statuses and `Connection` headers of one request more than a connection may bring. */
async function endings(t: Test, options: RequestOptions, body = '') {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => agent.destroy())
  const seen: (string | number | undefined)[][] = []
  for (let sent = 0; sent <= MOST; sent++) {
    const asked = request({ ...options, agent, host: '127.0.0.1', port }).end(body)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    await once(answer.resume(), 'end')
    seen.push([answer.statusCode, answer.headers.connection])
  }
  return seen
}
