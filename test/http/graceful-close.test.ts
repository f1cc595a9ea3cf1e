import { once } from 'node:events'
import { type AddressInfo, connect, Server, type Socket } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { closeGracefully } from '../../src/http/graceful-close.ts'
import { type LatestResponses, latestResponses } from '../../src/http/latest-responses.ts'
import { startApi } from '../support/api.ts'
import { until } from '../support/until.ts'
import { untilClosed } from '../support/until-closed.ts'

/** From version 26 on Node counts connections that have brought no request yet among the idle ones. */
const closesUnused = Number.parseInt(process.versions.node, 10) >= 26

/** An API that listens, and the means to send it requests that it cannot answer yet. */
async function startListening(t: Test) {
  const api = await startApi(t)
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  const answering: (() => void)[] = []
  api.database.isReady = () => new Promise(resolve => answering.push(() => resolve(true)))

  async function open() {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    await once(socket, 'connect')
    return { socket, closed: untilClosed(socket) }
  }

  /** Sends a request whose answer waits until it is told to come. */
  async function ask(socket: ReturnType<typeof connect>) {
    const before = answering.length
    socket.write('GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n')
    await until(() => answering.length > before)
    return answering[before] as () => void
  }

  return { api, open, ask, port }
}

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'

/** Bytes of an answer that no system takes at once. */
const LARGE = 32 * 1024 * 1024

const latestResponsesOf = new WeakMap<FastifyInstance, LatestResponses>()

/** What the only connection of an app was answered last. */
function latestOf(app: FastifyInstance) {
  const [answer] = latestResponsesOf.get(app)?.values() ?? []
  return answer
}

/** A small app that gives kept connections a minute for their last request, or another time. */
async function startPatient(t: Test, lastRequestsMs = 60_000) {
  const app = Fastify({ return503OnClosing: false })
  const latest = latestResponses(app.server)
  latestResponsesOf.set(app, latest)
  closeGracefully(app, latest, lastRequestsMs)
  app.get('/', async () => 'ok')
  app.get('/large', async () => 'x'.repeat(LARGE))
  await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  const { port } = app.server.address() as AddressInfo
  async function open() {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    await once(socket, 'connect')
    return { socket, closed: untilClosed(socket) }
  }
  return { app, open, port }
}

t.test('closing waits for the request under way, and for nothing else', async t => {
  const { api, open, ask, port } = await startListening(t)
  const idle = await open()
  const busy = await open()
  const waiting = await open()
  idle.socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(idle.socket, 'data')
  const answer = await ask(busy.socket)

  const closed = api.app.close()
  t.match(await idle.closed, /^HTTP\/1.1 200 OK/, 'the idle connection is closed')
  await t.rejects(once(connect(port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' })

  if (closesUnused) {
    t.equal(await waiting.closed, '')
  } else {
    // Its connection was accepted before, so a request on it has a right to an answer.
    waiting.socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
    const late = await waiting.closed
    t.match(late, /^HTTP\/1.1 200 OK/)
    t.match(late, /connection: close/i)
  }

  answer()
  const last = await busy.closed
  t.match(last, /^HTTP\/1.1 200 OK/)
  t.match(last, /\r\nconnection: close\r\n/i)
  t.match(last, /\{"status":"ok"\}$/)
  await closed
})

t.test(
  'a connection that is kept may bring one more request when closing was announced',
  async t => {
    const { app, open, port } = await startPatient(t)
    const kept = await open()
    kept.socket.write(GET)
    await once(kept.socket, 'data')
    const unused = await open()
    app.drain()
    const end = app.close()
    await until(() => !app.server.listening)
    await t.rejects(once(connect(port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' })
    for (const { socket, closed } of [kept, unused]) {
      socket.write(GET)
      t.match(await closed, /HTTP\/1.1 200 OK\r\nconnection: close\r\n.*\r\n\r\nok$/s)
    }
    await end
  },
)

t.test('and not when it was not', async t => {
  const { app, open } = await startPatient(t)
  const { socket, closed } = await open()
  socket.write(GET)
  await once(socket, 'data')
  await app.close()
  await closed
})

t.test('what nobody has read yet at the end is answered', async t => {
  const { app, open } = await startPatient(t, 0)
  const { socket, closed } = await open()
  socket.write(GET)
  await once(socket, 'data')
  const { close } = Server.prototype
  Server.prototype.close = function (...others) {
    Server.prototype.close = close
    socket.write(GET)
    return close.apply(this, others)
  }
  app.drain()
  await app.close()
  t.match(await closed, /\r\nconnection: close\r\n/)
})

t.test('an answer is not cut off that somebody takes slowly', async t => {
  const { app, open } = await startPatient(t, 0)
  const { socket, closed } = await open()
  socket.pause()
  socket.write(GET.replace('/', '/large'))
  await until(() => latestOf(app)?.writableEnded === true)
  t.notOk(latestOf(app)?.writableFinished)
  const end = app.close()
  await until(() => !app.server.listening)
  socket.resume()
  t.equal((await closed).length - (await closed).indexOf('\r\n\r\n') - 4, LARGE)
  await end
})

t.test('connections that wait to be accepted are answered', { skip: closesUnused }, async t => {
  const { api, port } = await startListening(t)
  const sockets = Array.from({ length: 10 }, () => connect(port, '127.0.0.1').setEncoding('utf8'))
  const closed = Promise.all(sockets.map(untilClosed))
  for (const socket of sockets) socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
  await once(sockets[0] as Socket, 'connect')
  await api.app.close()
  for (const answer of await closed) t.match(answer, /^HTTP\/1.1 200 OK/)
})

t.test('however many more come, it closes', async t => {
  const { api, port } = await startListening(t)
  const most = AbortSignal.timeout(60_000)
  let goesOn = true
  async function keepComing() {
    while (goesOn && !most.aborted) {
      const socket = connect(port, '127.0.0.1')
      socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
      await untilClosed(socket)
    }
  }
  const callers = Array.from({ length: 20 }, keepComing)
  await untilClosed(connect(port, '127.0.0.1').end('GET /livez HTTP/1.0\r\nHost: a\r\n\r\n'))
  await api.app.close()
  t.notOk(most.aborted)
  goesOn = false
  await Promise.all(callers)
})

t.test('a connection that brings no request does not hold it up', async t => {
  const { api, open } = await startListening(t)
  const { closed } = await open()
  await api.app.close()
  t.equal(await closed, '')
})

t.test('connections stay open as long as nothing closes, also when that was announced', async t => {
  const { api, open } = await startListening(t)
  const { socket, closed } = await open()
  for (let turn = 0; turn < 4; turn++) {
    if (turn === 2) api.app.drain()
    socket.write('GET /livez HTTP/1.1\r\nHost: a\r\n\r\n')
    const [answer] = await once(socket, 'data')
    t.match(answer, /\r\nConnection: keep-alive\r\n/)
  }
  await api.app.close()
  await closed
})
