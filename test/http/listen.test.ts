import { EventEmitter, once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { addressesOf, listenAt } from '../../src/http/listen.ts'
import { createInstance } from '../../src/instance.ts'
import { createLogger } from '../../src/logging/logger.ts'
import { publicUrl } from '../support/api.ts'
import { freePort } from '../support/free-port.ts'
import { until } from '../support/until.ts'
import { untilClosed } from '../support/until-closed.ts'

const first = '127.0.0.1'
/** Others than Linux have one address of IPv4 loopback only. */
const second = process.platform === 'linux' ? '127.0.0.2' : '::1'

const get = 'GET / HTTP/1.1\r\nHost: a\r\n'

/** A service on both addresses, whose `GET /slow` is answered when it is told to. */
async function start(t: Test, { port = 0, others = [second] } = {}) {
  const answering: (() => void)[] = []
  const log: { level: number; msg: string; host?: string; err?: { code: string } }[] = []
  const destination = { write: (line: string) => log.push(JSON.parse(line)) }
  const logger = createLogger({ level: 'info', pretty: false, destination })
  const app = createInstance({ logger, publicUrl, corsOrigins: [] })
  t.teardown(() => app.close())
  app.get('/', ({ raw }) => `${raw.rawHeaders.length}`)
  app.get('/slow', () => new Promise(resolve => answering.push(() => resolve('late'))))
  await listenAt(app, [first, ...others], port)
  const taken = (app.server.address() as AddressInfo).port
  return { app, answering, log, open: (host: string) => connect(taken, host).setEncoding('utf8') }
}

t.test('where localhost leads, and any other host', async t => {
  t.match(await addressesOf('localhost'), [/^(127\.0\.0\.1|::1)$/])
  t.strictSame(await addressesOf('0.0.0.0'), ['0.0.0.0'])
})

t.test('all addresses answer alike', async t => {
  const { open, log } = await start(t)
  const requests: Record<string, RegExp> = {
    'hello\r\n\r\n': /^HTTP\/1.1 400 Bad Request\r\n.*"code":"malformed_request"/s,
    [`${get}${'a:\r\n'.repeat(2_500)}Connection: close\r\n\r\n`]: /\r\n\r\n5004$/,
    'GET /?a HTTP/1.1\r\nConnection: close\r\n\r\n':
      /^HTTP\/1.1 400 Bad Request\r\n.*no Host header/s,
  }
  for (const [request, answer] of Object.entries(requests)) {
    for (const host of [first, second]) {
      const socket = open(host)
      socket.write(request)
      t.match(await untilClosed(socket), answer, `${host} ${request.slice(0, 20)}`)
    }
  }
  t.match(log[0]?.msg, /^Server listening at http:\/\/127.0.0.1:/)
  t.match(log[1], { level: 30, msg: 'server listening there, too', host: second })
})

t.test('closing waits for what is under way on any of them', async t => {
  const { app, open, answering } = await start(t)
  const idle = open(second)
  idle.write(`${get}\r\n`)
  await once(idle, 'data')
  const idleEnd = untilClosed(idle)
  const busy = open(second)
  busy.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\n')
  await until(() => answering.length === 1)
  const answer = untilClosed(busy)
  const order: string[] = []
  const closed = app.close().then(() => order.push('closed'))
  await idleEnd
  await t.rejects(once(open(second), 'connect'), { code: 'ECONNREFUSED' })
  order.push('answered')
  answering[0]?.()
  t.match(await answer, /^HTTP\/1.1 200 OK\r\n.*connection: close\r\n.*late$/is)
  await closed
  t.strictSame(order, ['answered', 'closed'])
})

t.test('an app that knows of no doors closes all of them', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  const asked = new EventEmitter()
  app.get('/', async () => {
    asked.emit('asked')
    return (await once(asked, 'answer'))[0]
  })
  await listenAt(app, [first, second], 0)
  const { port } = app.server.address() as AddressInfo
  const busy = connect(port, first).setEncoding('utf8')
  const answered = untilClosed(busy)
  busy.write(`${get}Connection: close\r\n\r\n`)
  await once(asked, 'asked')
  const closed = app.close()
  await until(() => !app.server.listening)
  await t.rejects(once(connect(port, second), 'connect'), { code: 'ECONNREFUSED' })
  asked.emit('answer', 'late')
  t.match(await answered, /late$/)
  await closed
})

t.test('an address that cannot be had is left out, unless it is the first', async t => {
  const port = await freePort()
  const other = createServer().listen(port, second)
  await once(other, 'listening')
  t.teardown(() => other.close())
  const { open, log } = await start(t, { port })
  t.match(log[1], { level: 40, msg: 'address taken', err: { code: 'EADDRINUSE' } })
  const socket = open(first)
  socket.write(`${get}Connection: close\r\n\r\n`)
  t.match(await untilClosed(socket), /^HTTP\/1.1 200 OK/)
  await t.rejects(start(t, { port }), { code: 'EADDRINUSE', port })
  // Of documentation (RFC 5737): no machine has it.
  const { log: silent } = await start(t, { others: ['192.0.2.1'] })
  t.equal(silent.length, 1)
})
