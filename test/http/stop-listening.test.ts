import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import { stopListening } from '../../src/http/stop-listening.ts'
import { untilClosed } from '../support/until-closed.ts'

t.test('who came while the process was busy is let in, and nobody after', async t => {
  const server = createServer(socket => socket.end('welcome'))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const sockets = Array.from({ length: 10 }, () => connect(port, '127.0.0.1').setEncoding('utf8'))
  const closed = Promise.all(sockets.map(untilClosed))
  const stopped = stopListening([server])
  const deadline = performance.now() + 300
  while (performance.now() < deadline);
  await stopped
  t.notOk(server.listening)
  for (const text of await closed) t.equal(text, 'welcome')
  await t.rejects(once(connect(port, '127.0.0.1'), 'connect'), { code: 'ECONNREFUSED' })
})

t.test('as long as somebody comes in each turn, it listens', async t => {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const stopped = stopListening([server])
  const wasListening: boolean[] = []
  for (let turn = 0; turn < 5; turn++) {
    server.emit('connection')
    await nextTurn()
    wasListening.push(server.listening)
  }
  await stopped
  t.strictSame(wasListening, [true, true, true, true, true])
  t.notOk(server.listening)
})
