import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import t, { type Test } from 'tap'
import { doorsOf } from '../../src/http/listen.ts'
import { stopListening } from '../../src/http/stop-listening.ts'
import { NEW_ORDER } from '../orders/sample.ts'
import { startApi } from '../support/api.ts'
import { untilClosed } from '../support/until-closed.ts'

/** The API on a port, and requests for one connection. */
async function listen(t: Test) {
  const api = await startApi(t)
  const { authorization } = await api.bearer()
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  return {
    ...api,
    async open() {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8')
      await once(socket, 'connect')
      return { socket, received: untilClosed(socket) }
    },
    /** As when it closes, and for longer. */
    beginClosing() {
      api.app.drain()
      return stopListening(doorsOf(api.app))
    },
    order(body: string) {
      return [
        'POST /orders HTTP/1.1',
        'Host: a',
        `Authorization: ${authorization}`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n')
    },
    stored: async () => {
      const rows = await api.database.tables.selectFrom('orders').select('note').execute()
      return rows.map(({ note }) => note).sort()
    },
  }
}

const noted = (note: string) => JSON.stringify({ ...NEW_ORDER, note })
const statuses = (answers: string) => answers.match(/(?<=HTTP\/1\.1 )\d+/g)
const endings = (answers: string) => answers.match(/^connection: .*$/gim)

t.test('a body that is no JSON takes no answer from the orders behind it', async t => {
  const api = await listen(t)
  const { socket, received } = await api.open()
  let answers = ''
  socket.on('data', text => {
    answers += text
    if (statuses(answers)?.length === 2) socket.end()
  })
  socket.write(api.order('{"note"') + api.order(noted('behind')))
  t.strictSame(statuses(await received), ['400', '201'])
  t.strictSame(await api.stored(), ['behind'])
})

t.test('RFC 9112 section 9.6: while it closes, all that came is answered', async t => {
  const api = await listen(t)
  const { socket, received } = await api.open()
  await api.beginClosing()
  socket.write(['one', 'two', 'three'].map(note => api.order(noted(note))).join(''))
  const answers = await received
  t.strictSame(statuses(answers), ['201', '201', '201'])
  t.strictSame(endings(answers), [
    'Connection: keep-alive',
    'Connection: keep-alive',
    'connection: close',
  ])
  t.strictSame(await api.stored(), ['one', 'three', 'two'])
})

t.test('and what comes behind an answer that ends the connection is not worked on', async t => {
  const api = await listen(t)
  const { socket, received } = await api.open()
  await api.beginClosing()
  socket.write(`GET /hello HTTP/1.1\r\nHost: a\r\n\r\n${api.order(noted('behind'))}`)
  const answers = await received
  t.strictSame(statuses(answers), ['401'])
  t.strictSame(endings(answers), ['connection: close'])
  t.strictSame(await api.stored(), [])
})

t.test(
  'RFC 9110 section 7.8: a request for another protocol is the last of its connection',
  async t => {
    const api = await listen(t)
    const ask = (url: string, ...fields: string[]) =>
      [`GET ${url} HTTP/1.1`, 'Host: a', ...fields, '', ''].join('\r\n')
    const upgrade = ['Connection: keep-alive, Upgrade', 'Upgrade: websocket']
    const order = api.order(noted('behind'))
    const body = order.indexOf('\r\n\r\n') + 4
    for (const [url, status] of Object.entries({
      '/livez': '200',
      '/%zz': '400',
      '/nowhere': '404',
    })) {
      const packets = [
        [ask(url, ...upgrade) + order, ask('/livez')],
        [ask(url, ...upgrade) + order.slice(0, body), ask('/livez')],
        [ask('/livez') + ask(url, ...upgrade), order],
      ]
      for (const [first = '', next = ''] of packets) {
        const { socket, received } = await api.open()
        socket.on('error', () => {})
        socket.write(first)
        await once(socket, 'readable')
        socket.write(next)
        socket.resume()
        const answers = await received
        const expected = first.startsWith(ask('/livez')) ? ['200', status] : [status]
        t.strictSame(statuses(answers), expected, `${url} ${first}`)
        t.equal(endings(answers)?.at(-1)?.toLowerCase(), 'connection: close')
      }
    }
    t.strictSame(await api.stored(), [])
    const { socket, received } = await api.open()
    socket.write(ask('/livez', 'Upgrade: h2c') + ask('/livez', 'Connection: close'))
    t.strictSame(
      statuses(await received),
      ['200', '200'],
      'which nobody asks for without Connection',
    )
  },
)

t.test(
  'RFC 9112 section 9.6: nothing is done behind a request that ends its connection',
  async t => {
    const api = await listen(t)
    const { authorization } = await api.bearer()
    const ask = (url: string, ...fields: string[]) =>
      [`GET ${url} HTTP/1.1`, 'Host: a', ...fields, ''].join('\r\n')
    for (const url of ['/livez', '/nowhere', '/orders/%zz', `/orders/${'a'.repeat(120)}`]) {
      const { socket, received } = await api.open()
      const first = `${ask(url, 'Transfer-Encoding: gzip, chunked')}\r\n0\r\n\r\n`
      socket.write(first + api.order(noted('one')) + api.order(noted('two')))
      t.strictSame(statuses(await received), ['400'], url)
    }
    const { socket, received } = await api.open()
    const upgrade = [`Authorization: ${authorization}`, 'Connection: Upgrade', 'Upgrade: h2c']
    const asked = once(api.app.server, 'request')
    socket.write(`${ask('/orders', ...upgrade)}\r\n`)
    await asked
    socket.write(api.order(noted('while the answer is made')))
    t.strictSame(statuses(await received), ['200'])
    t.strictSame(await api.stored(), [])
  },
)
