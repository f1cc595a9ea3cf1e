import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { latestResponses } from '../../src/http/latest-responses.ts'
import { dropUnfinishedRequests } from '../../src/http/unfinished-requests.ts'
import { untilClosed } from '../support/until-closed.ts'

const patience = { unfinished: 50, unread: 500 }

async function startClosable(t: Test) {
  const app = Fastify({ return503OnClosing: false })
  t.teardown(() => app.close())
  dropUnfinishedRequests(app, latestResponses(app.server), patience)
  app.get('/slow', async () => {
    await sleep(patience.unfinished * 4)
    return 'answered'
  })
  app.post('/', async () => 'taken')
  app.get('/huge', async () => Readable.from(Array(500).fill(Buffer.alloc(100_000))))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo

  /** Sends that much, and gives what comes until the connection ends. */
  async function send(text: string) {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    const arrives = once(app.server, 'connection')
    const closed = untilClosed(socket)
    await arrives
    socket.write(text)
    return { closed }
  }

  return { app, send }
}

t.test('closing does not wait for a request that does not come', async t => {
  const { app, send } = await startClosable(t)
  const unfinished = [
    await send(''),
    await send('GET /slow HTTP/1.1\r\nHost: a\r\n'),
    await send(
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{}',
    ),
  ]
  await app.close()
  t.strictSame(await Promise.all(unfinished.map(({ closed }) => closed)), ['', '', ''])
})

t.test('nor for somebody who does not take the answer', async t => {
  const { app } = await startClosable(t)
  const { port } = app.server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1').pause()
  const arrives = once(app.server, 'request')
  socket.write('GET /huge HTTP/1.1\r\nHost: a\r\n\r\n')
  const [, response] = await arrives
  await app.close()
  t.equal(response.writableEnded, false)
  socket.destroy()
})

t.test('but for the answer to one that came', async t => {
  const { app, send } = await startClosable(t)
  const arrives = once(app.server, 'request')
  const { closed } = await send('GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')
  await arrives
  await app.close()
  t.match(await closed, /^HTTP\/1.1 200 OK[\s\S]*answered$/)
})

t.test('and one that began before and is answered ends its connection as ever', async t => {
  const { app, send } = await startClosable(t)
  const arrives = once(app.server, 'request')
  const { closed } = await send('GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n')
  await arrives
  await app.close()
  t.match(await closed, /^HTTP\/1.1 404/)
})
