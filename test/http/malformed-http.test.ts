import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { startApi } from '../support/api.ts'
import { dataHeaders, problemBody } from '../support/api-answers.ts'
import { until } from '../support/until.ts'
import { untilClosed } from '../support/until-closed.ts'

t.test('what Node refuses before it is a request', async t => {
  const api = await startApi(t)
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo

  async function open() {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    await once(socket, 'connect')
    return socket
  }

  async function send(bytes: string): Promise<string> {
    const socket = await open()
    const answer = untilClosed(socket)
    socket.write(bytes)
    return (await answer).replace(dateNow(), 'date: now')
  }

  function answer(status: number, title: string, code: string, detail: string): string {
    const { type } = problemBody({ status, code })
    const body = JSON.stringify({ type, title, status, code, detail })
    const name = 'strict-transport-security'
    const { 'x-request-id': _, [name]: https, ...headers } = dataHeaders('')
    return [
      `HTTP/1.1 ${status} ${title}`,
      ...Object.entries({ ...headers, [name]: https }).map(([name, value]) => `${name}: ${value}`),
      'cache-control: no-store',
      'content-type: application/problem+json',
      `content-length: ${body.length}`,
      'date: now',
      'connection: close',
      '',
      body,
    ].join('\r\n')
  }

  const malformed = answer(
    400,
    'Bad Request',
    'malformed_request',
    'The request is not well-formed HTTP.',
  )
  const cases = {
    'no HTTP at all': 'hello\r\n\r\n',
    'TLS on the plain port': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    'an unknown method': 'FETCH /hello HTTP/1.1\r\nHost: a\r\n\r\n',
    'an unknown version': 'GET /hello HTTP/9.9\r\nHost: a\r\n\r\n',
    'a header without colon': 'GET /hello HTTP/1.1\r\nHost a\r\n\r\n',
    'a header line that is folded': 'GET /hello HTTP/1.1\r\nHost: a\r\nA: b\r\n c\r\n\r\n',
    'a space before the colon':
      'GET /hello HTTP/1.1\r\nHost: a\r\nAuthorization : Bearer x\r\n\r\n',
    'two lengths':
      'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    'length and chunks':
      'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    'a length that is no number':
      'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n',
  }
  for (const [name, bytes] of Object.entries(cases)) {
    t.test(name, async t => t.equal(await send(bytes), malformed))
  }

  t.test('what comes behind whole requests is answered after them', async t => {
    const answering: (() => void)[] = []
    api.database.isReady = () => new Promise(resolve => answering.push(() => resolve(true)))
    const socket = await open()
    const received = untilClosed(socket)
    const ready = 'GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n'
    const complaint = once(api.app.server, 'clientError')
    socket.write(`${ready}${ready}nonsense\r\n\r\n`)
    await complaint
    const another = once(api.app.server, 'clientError')
    socket.write('more of it')
    await another
    await until(() => answering.length > 0)
    answering.shift()?.()
    await until(() => answering.length > 0)
    answering.shift()?.()
    const text = await received
    const last = text.slice(text.lastIndexOf('HTTP/1.1'))
    t.equal(last.replace(dateNow(), 'date: now'), malformed)
    t.strictSame(text.match(/^HTTP\/1\.1 \d+|(?<=\})HTTP\/1\.1 \d+/g), [
      'HTTP/1.1 200',
      'HTTP/1.1 200',
      'HTTP/1.1 400',
    ])
  })

  t.test('CONNECT, for which Node has no response, is answered after what came before', async t => {
    const tunnel = 'CONNECT /orders HTTP/1.1\r\nHost: a\r\n\r\n'
    const refusal = answer(
      405,
      'Method Not Allowed',
      'method_not_allowed',
      'This address does not know the method.',
    ).replace('cache-control', 'allow: \r\ncache-control')
    t.equal(await send(tunnel), refusal)
    const both = await send(`GET /livez HTTP/1.1\r\nHost: a\r\n\r\n${tunnel}`)
    t.match(both, /^HTTP\/1\.1 200 OK/)
    t.ok(both.endsWith(refusal))
    const file = 'GET /docs/static/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n'
    const streamed = await send(`${file}${tunnel}`)
    t.ok(streamed.length > 1_000_000 && streamed.endsWith(refusal), 'which may be a stream')
    const socket = await open()
    socket.write(tunnel)
    socket.resetAndDestroy()
    await untilClosed(socket)

    const { server } = api.app
    const { timeout } = server
    server.timeout = 100
    t.teardown(() => Object.assign(server, { timeout }))
    const [[accepted], lazy] = await Promise.all([once(server, 'connection'), open()])
    lazy.write(`${file.repeat(20)}${tunnel}`)
    await once(accepted, 'close')
    lazy.destroy()
    t.pass('nobody is waited for who does not take what came before')
  })

  t.test('what comes behind a request that ends the connection gets no answer', async t => {
    const last = 'GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'
    const answers = await send(`${last}GET /livez HTTP/1.1\r\nHost: a\r\n\r\n`)
    t.strictSame(answers.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200'])
  })

  t.test('headers of more than 16 KiB', async t => {
    t.equal(
      await send(`GET /hello HTTP/1.1\r\nHost: a\r\nCookie: ${'a'.repeat(16 * 1024)}\r\n\r\n`),
      answer(
        431,
        'Request Header Fields Too Large',
        'headers_too_large',
        'The request headers are too large.',
      ),
    )
  })

  t.test('requests that do not arrive in time', async t => {
    const { server } = api.app
    const { requestTimeout, headersTimeout } = server
    t.strictSame([requestTimeout, headersTimeout], [10_000, 5_000])
    Object.assign(server, { requestTimeout: 100, headersTimeout: 100 })
    t.teardown(() => Object.assign(server, { requestTimeout, headersTimeout }))
    const timedOut = answer(
      408,
      'Request Timeout',
      'request_timeout',
      'The request did not arrive in time.',
    )
    const { authorization } = await api.bearer()
    const halfBody = [
      'POST /orders HTTP/1.1',
      'Host: a',
      `Authorization: ${authorization}`,
      'Content-Type: application/json',
      'Content-Length: 100',
      '',
      '{',
    ].join('\r\n')
    t.strictSame(await Promise.all([send('GET /hello HTTP/1.1\r\nHos'), send(halfBody)]), [
      timedOut,
      timedOut,
    ])
  })

  t.test('a request that was refused before it was whole gets no second answer', async t => {
    const { server } = api.app
    const { requestTimeout } = server
    server.requestTimeout = 100
    t.teardown(() => Object.assign(server, { requestTimeout }))
    const halfBody = 'POST /orders HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{'
    const answers = await send(halfBody)
    t.strictSame(answers.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 401'])
  })

  t.test('nobody who goes away in the middle does harm', async t => {
    const halves = ['', 'GET', 'GET /hello HTTP/1.1\r\nHost', 'nonsense\r\n']
    for (const half of halves) {
      const socket = await open()
      if (half !== '') await new Promise<unknown>(resolve => socket.write(half, resolve))
      const closed = untilClosed(socket)
      socket.resetAndDestroy()
      await closed
    }
    t.match(
      await send('GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
      /^HTTP\/1.1 200 OK/,
    )
  })
})

/** RFC 9110 section 6.6.1, of this minute or the one before. */
function dateNow(): RegExp {
  const minutes = [0, 60_000].map(ago => new Date(Date.now() - ago).toUTCString().slice(0, -7))
  return new RegExp(`date: (${minutes.join('|')}):\\d\\d GMT`)
}
