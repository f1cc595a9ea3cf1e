import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { beginInTurn } from '../../src/http/in-turn.ts'
import { latestResponses } from '../../src/http/latest-responses.ts'
import { until } from '../support/until.ts'

/** A service whose answers come when they are told to, and a connection to it. */
async function listen(t: Test) {
  const app = Fastify({ forceCloseConnections: true })
  t.teardown(() => app.close())
  beginInTurn(app, latestResponses(app.server))
  const begun: string[] = []
  const answering: (() => void)[] = []
  app.all('/:name', async request => {
    const { name } = request.params as { name: string }
    begun.push(name)
    await new Promise<void>(resolve => answering.push(resolve))
    return `${name} ${JSON.stringify(request.body)}\n`
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  let seen = 0
  app.server.on('request', () => {
    seen += 1
  })
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  t.teardown(() => socket.destroy())
  socket.on('error', () => {})
  let received = ''
  socket.setEncoding('utf8').on('data', text => {
    received += text
  })
  await once(socket, 'connect')
  return {
    app,
    socket,
    begun,
    seen: () => seen,
    bodies: () => received.match(/^\w+ .*$/gm)?.filter(line => !line.startsWith('HTTP')) ?? [],
    answer: async (count: number) => {
      await until(() => answering.length === count)
      answering.at(-1)?.()
    },
  }
}

const ask = (name: string, ...fields: string[]) =>
  [`GET /${name} HTTP/1.1`, 'Host: a', ...fields, '', ''].join('\r\n')
const send = (name: string) =>
  `${['POST /', name].join('')} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n`

t.test('a request begins when the answer before it has gone out', async t => {
  const { app, socket, begun, seen, answer } = await listen(t)
  socket.write(ask('one') + ask('two') + ask('three'))
  await until(() => seen() === 3)
  t.strictSame(begun, ['one'])
  await answer(1)
  await until(() => begun.length > 1)
  t.strictSame(begun, ['one', 'two'])
  await answer(2)
  await answer(3)
  t.strictSame(begun, ['one', 'two', 'three'])
  const { statusCode } = await Promise.race([
    app.inject('/nowhere/at/all'),
    once(socket, 'close').then(() => ({ statusCode: 0 })),
  ])
  t.equal(statusCode, 404, 'what has no connection waits for nothing')
})

t.test('its body may come while it waits, or after', async t => {
  const { socket, bodies, seen, answer } = await listen(t)
  socket.write(`${ask('one')}${send('two')}{"a":1}${send('three')}{"b"`)
  await until(() => seen() === 3)
  await answer(1)
  await answer(2)
  socket.write(':2}')
  await answer(3)
  await until(() => bodies().length === 3)
  t.strictSame(bodies(), ['one undefined', 'two {"a":1}', 'three {"b":2}'])
})

t.test('a thousand may wait, and who sends more is cut off', async t => {
  const { socket, begun, bodies, seen, answer } = await listen(t)
  socket.write(ask('x').repeat(1001))
  await until(() => seen() === 1001)
  for (let each = 1; each <= 20; each++) await answer(each)
  await until(() => bodies().length === 20)
  socket.write(ask('x').repeat(20))
  await until(() => seen() === 1021)
  await answer(21)
  await until(() => bodies().length === 21)
  const closed = once(socket, 'close')
  socket.write(ask('x').repeat(2))
  await closed
  t.equal(begun.length, 22)
})

t.test('none begins behind the end of the connection', async t => {
  const { socket, begun, seen, answer } = await listen(t)
  socket.write(ask('one', 'Connection: close') + ask('two') + ask('three'))
  const closed = once(socket, 'close')
  await until(() => seen() > 0)
  await answer(1)
  await closed
  t.strictSame(begun, ['one'])
})

t.test('nor when the caller is gone', async t => {
  const { app, socket, begun, seen } = await listen(t)
  socket.write(ask('one') + ask('two'))
  await until(() => seen() === 2)
  const [connection] = await new Promise<[count: number]>(resolve =>
    app.server.getConnections((_, count) => resolve([count])),
  )
  t.equal(connection, 1)
  socket.destroy()
  await until(() => new Promise(resolve => app.server.getConnections((_, n) => resolve(n === 0))))
  t.strictSame(begun, ['one'])
})
