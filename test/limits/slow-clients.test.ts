import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { defaultTimeOuts, type TimeOuts } from '../../src/limits/time-outs.ts'
import { type Api, type ApiOptions, startApi } from '../support/api.ts'
import { problemBody } from '../support/api-answers.ts'
import { untilClosed } from '../support/until-closed.ts'

async function startListening(t: Test, timeOuts: Partial<TimeOuts>, options: ApiOptions = {}) {
  const api = await startApi(t, { ...options, timeOuts: { checkInterval: 20, ...timeOuts } })
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  return { api, open: (bytes = '') => open(api, bytes) }
}

/** A connection, and all that comes out of it until it is closed. */
async function open({ app }: Api, bytes: string) {
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  await once(socket, 'connect')
  socket.write(bytes)
  return { socket, received: untilClosed(socket) }
}

/** Sends something every 10 ms until the service has enough: a write after that would lose the answer. */
function drip({ app }: Api, socket: Socket, bytes: string): void {
  const dripping = setInterval(() => socket.write(bytes), 10)
  app.server.once('clientError', () => clearInterval(dripping))
}

const tooLate = {
  head: 'HTTP/1.1 408 Request Timeout',
  body: problemBody({
    status: 408,
    code: 'request_timeout',
    detail: 'The request did not arrive in time.',
  }),
}

/** Status line and body of the only answer in what was received. */
function parse(text: string) {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  return { head: head.split('\r\n', 1)[0], body: JSON.parse(body) }
}

t.test('the times of the service', async t => {
  const { api } = await startListening(t, { ...defaultTimeOuts })
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout, maxRequestsPerSocket } =
    api.app.server
  t.strictSame(
    { headersTimeout, requestTimeout, keepAliveTimeout, timeout, maxRequestsPerSocket },
    {
      headersTimeout: 5_000,
      requestTimeout: 10_000,
      keepAliveTimeout: 72_000,
      timeout: 20_000,
      maxRequestsPerSocket: 100_000,
    },
  )
  t.equal(defaultTimeOuts.checkInterval, 1_000)
})

t.test('headers that come too slowly', async t => {
  const { api, open } = await startListening(t, { headers: 100 })
  const { socket, received } = await open('GET /livez HTTP/1.1\r\nHost: a\r\n')
  drip(api, socket, 'X: y\r\n')
  t.strictSame(parse(await received), tooLate)
})

t.test('a body that comes too slowly', async t => {
  const { api, open } = await startListening(t, { headers: 100, request: 200 })
  const { authorization } = await api.bearer()
  const { socket, received } = await open(
    [
      'POST /orders HTTP/1.1',
      'Host: a',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      'Content-Length: 60000',
      '',
      '{',
    ].join('\r\n'),
  )
  drip(api, socket, ' ')
  t.strictSame(parse(await received), tooLate)
})

t.test('a connection that is kept alive for nothing', async t => {
  const { open } = await startListening(t, { keepAlive: 50 })
  const { received } = await open('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
  t.match(await received, /^HTTP\/1\.1 200 OK\r\n.*\{"status":"ok"\}$/s)
})

t.test('an answer that nobody reads', async t => {
  const { api } = await startListening(t, { stalled: 100 })
  const accepted = once(api.app.server, 'connection')
  const { port } = api.app.server.address() as AddressInfo
  const reader = connect(port, '127.0.0.1')
  reader.on('error', () => {})
  // More than the buffers of two sockets hold.
  reader.write('GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(1000))
  const [socket] = (await accepted) as [Socket]
  await once(socket, 'close')
  t.ok(socket.bytesWritten > 0)
  reader.destroy()
})

t.test('a thousand half-open connections', async t => {
  const { api, open } = await startListening(t, {})
  const { server } = api.app
  const { authorization } = await api.bearer()
  const beginnings = ['', 'GET /hello HTTP/1.1\r\n', 'GET /hello HTTP/1.1\r\nHost: a\r\n']
  const request = `${beginnings[2]}Connection: close\r\nAuthorization: ${authorization}\r\n\r\n`
  async function connections(expected: number) {
    const count = () => new Promise(found => server.getConnections((_, number) => found(number)))
    while ((await count()) !== expected) await new Promise(setImmediate)
  }

  // Their time begins to count when all of them are there.
  Object.assign(server, { headersTimeout: 0, requestTimeout: 0 })
  const halfOpen = await Promise.all(
    Array.from({ length: 1000 }, (_, index) => open(beginnings[index % beginnings.length])),
  )
  await connections(1000)
  for (let caller = 0; caller < 20; caller++) {
    const { received } = await open(request)
    t.match(await received, /^HTTP\/1\.1 200 OK\r\n/)
  }

  Object.assign(server, { headersTimeout: 50, requestTimeout: 100 })
  const answers = await Promise.all(halfOpen.map(({ received }) => received))
  t.strictSame(new Set(answers.map(text => parse(text).head)), new Set([tooLate.head]))
  await connections(0)
  t.match(await (await open(request)).received, /^HTTP\/1\.1 200 OK\r\n/)
})
