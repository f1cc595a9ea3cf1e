import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import t, { type Test } from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { startApi } from '../support/api.ts'
import { requestId as ownId, problemAnswer, problemBody } from '../support/api-answers.ts'
import { untilClosed } from '../support/until-closed.ts'

t.test('what Node would refuse without a body', async t => {
  const { app, bearer } = await startApi(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo

  /** @returns status line and body of the answer */
  async function send(...lines: string[]): Promise<[string, unknown]> {
    const { statusLine, body } = await exchange(...lines)
    return [statusLine, body]
  }

  function exchange(...lines: string[]) {
    return answerTo([...lines, 'Connection: close', '', ''])
  }

  /** What comes back until the connection is closed: one answer, or its body is no JSON. */
  async function answerTo(lines: string[]) {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    const answer = untilClosed(socket)
    socket.write(lines.join('\r\n'))
    const [head = '', body = ''] = (await answer).split('\r\n\r\n')
    const [statusLine = '', ...fields] = head.split('\r\n')
    const headers = Object.fromEntries(fields.map(field => field.split(/: (.*)/s, 2)))
    return { statusLine, headers, body: JSON.parse(body) as unknown }
  }

  /** An answer that ends its connection, without what differs each time. */
  function refused(t: Test, { statusLine, headers, body }: Awaited<ReturnType<typeof answerTo>>) {
    const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    const {
      date,
      connection,
      'content-length': _,
      traceresponse,
      ...same
    } = Object.fromEntries(lower)
    t.equal(statusLine, 'HTTP/1.1 400 Bad Request')
    t.equal(connection, 'close')
    t.match(traceresponse, /^00-/)
    t.match(date, / GMT$/)
    return { status: 400, headers: same, body }
  }
  const refusal = (detail: string) =>
    problemAnswer({ status: 400, code: 'malformed_request', detail })

  const well = ['HTTP/1.1 200 OK', { status: 'ok' }]

  t.test('a request without Host is a problem (RFC 9112 section 3.2)', async t => {
    const requestId = 'no-host'
    t.strictSame(await send('GET /livez HTTP/1.1', `X-Request-Id: ${requestId}`), [
      'HTTP/1.1 400 Bad Request',
      problemBody({
        status: 400,
        detail: 'The request has no Host header.',
        code: 'malformed_request',
        requestId,
      }),
    ])
    for (const host of ['', ' a', ' a:1', ' [::1]:80', ' a_b.example', ' xn--mnchen-3ya.de:']) {
      t.strictSame(await send('GET /livez HTTP/1.1', `Host:${host}`), well, host)
    }
    t.strictSame(await send('GET /livez HTTP/1.0'), well, 'HTTP/1.0 demands none')
  })

  t.test('one with two, or with one that is none, is so too', async t => {
    const ask = async (...lines: string[]) =>
      refused(t, await exchange('GET /livez HTTP/1.1', `X-Request-Id: ${ownId}`, ...lines))
    for (const other of ['HOST: b', 'Host: a', 'host:']) {
      t.strictSame(await ask('Host: a', other), refusal('The request has two Host headers.'))
    }
    const elsewhere = ['GET /orders/%zz HTTP/1.1', `X-Request-Id: ${ownId}`, 'Host: a', 'Host: b']
    t.strictSame(
      refused(t, await exchange(...elsewhere)),
      refusal('The request has two Host headers.'),
      'whatever the address',
    )
    for (const host of ['a b', 'a/<script>', 'a@b', 'a:b', 'a:1:2', '[::1', 'é', 'a, b', '#']) {
      t.strictSame(await ask(`Host: ${host}`), refusal('The Host header is not a host.'), host)
    }
  })

  t.test('of how a body is framed, nothing is guessed (RFC 9112 section 6.1)', async t => {
    const chunks = ['Transfer-Encoding: chunked', '', '0']
    const frames: [lines: string[], detail: string][] = [
      ...['/livez HTTP/1.0', '/livez HTTP/0.9', '/livez HTTP/2.0', '/orders/%zz HTTP/1.0'].map(
        (target): [string[], string] => [
          [`GET ${target}`, 'Host: a', ...chunks],
          'Only HTTP/1.1 has Transfer-Encoding.',
        ],
      ),
      ...['gzip, chunked', 'identity, chunked'].flatMap(coding =>
        ['/livez', '/orders/%zz', `/orders/${'a'.repeat(120)}`].map((url): [string[], string] => [
          [`GET ${url} HTTP/1.1`, 'Host: a', `Transfer-Encoding: ${coding}`, '', '0'],
          'Send the body with no Transfer-Encoding but chunked.',
        ]),
      ),
    ]
    for (const [lines, detail] of frames) {
      for (const wish of ['keep-alive', 'close']) {
        const [request = '', ...others] = lines
        const head = [request, `Connection: ${wish}`, `X-Request-Id: ${ownId}`, ...others]
        const next = ['', 'GET /livez HTTP/1.1', 'Host: a', '', '']
        t.strictSame(refused(t, await answerTo([...head, ...next])), refusal(detail), lines.join())
      }
    }
    for (const url of ['/livez', '/orders/%zz']) {
      const empty = [`GET ${url} HTTP/1.1`, 'Host: a', 'Transfer-Encoding:', '', 'abc', '', '']
      const { statusLine, headers, body } = await answerTo(empty)
      // Newer versions of Node refuse it themselves.
      t.equal(statusLine, 'HTTP/1.1 400 Bad Request')
      t.match(headers.connection ?? headers.Connection, 'close')
      t.match(body, { code: 'malformed_request' })
    }
    const chunked = ['GET /livez HTTP/1.1', 'Host: a', 'Transfer-Encoding: Chunked']
    const { statusLine } = await answerTo([...chunked, 'Connection: close', '', '0', '', ''])
    t.equal(statusLine, 'HTTP/1.1 200 OK')
  })

  t.test('no field is passed over, however many there are (RFC 9110 section 5.4)', async t => {
    const many = Array.from({ length: 2500 }, () => 'a:')
    const request = ['GET /livez HTTP/1.1', `X-Request-Id: ${ownId}`, 'Host: a']
    const answer = refused(t, await exchange(...request, ...many, 'Host: b'))
    t.strictSame(answer, refusal('The request has two Host headers.'))
    t.strictSame(await send('GET /livez HTTP/1.1', 'Host: a', ...many), well)
  })

  t.test('whoever wants the connection to end is told that it does', async t => {
    const { authorization } = await bearer()
    const post = ['POST /orders HTTP/1.1', 'Host: a', `Authorization: ${authorization}`]
    const type = ['Content-Type: application/json', 'Content-Length: 1']
    const answers = { '{': [], x: ['Content-Encoding: gzip'] }
    for (const [body, fields] of Object.entries(answers)) {
      for (const wish of ['close', 'keep-alive']) {
        const socket = connect(port, '127.0.0.1').setEncoding('utf8')
        const answer = once(socket, 'data')
        socket.write([...post, ...type, ...fields, `Connection: ${wish}`, '', body].join('\r\n'))
        t.match((await answer)[0], new RegExp(`\r\nconnection: ${wish}\r\n`, 'i'))
        socket.destroy()
      }
    }
  })

  t.test('who asks first gets leave to send a body that will be read, and no other', async t => {
    const { authorization } = await bearer()
    const post = (length: number, ...fields: string[]) =>
      [
        'POST /orders HTTP/1.1',
        'Host: a',
        `Content-Length: ${length}`,
        'Expect: 100-continue',
        ...fields,
      ].join('\r\n')
    const ours = `Authorization: ${authorization}`
    const json = 'Content-Type: application/json'
    for (const [status, head] of [
      ['401 Unauthorized', post(10, json)],
      ['413 Payload Too Large', post(10_000_000, ours, json)],
      ['415 Unsupported Media Type', post(10, ours, 'Content-Type: text/plain')],
      ['404 Not Found', post(10, ours, json).replace('/orders', '/nowhere')],
      ['400 Bad Request', post(10, ours, json).replace('Host: a', 'Host: a\r\nHost: b')],
    ]) {
      const socket = connect(port, '127.0.0.1').setEncoding('utf8')
      const answer = untilClosed(socket)
      socket.write(`${head}\r\n\r\n`)
      t.match(
        await answer,
        new RegExp(`^HTTP/1.1 ${status}\r\n(.*\r\n)*connection: close\r\n`, 'i'),
      )
    }
    const body = JSON.stringify(NEW_ORDER)
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    const answer = untilClosed(socket)
    socket.write(`${post(body.length, ours, json, 'Connection: close')}\r\n\r\n`)
    const [leave] = await once(socket, 'data')
    t.equal(leave, 'HTTP/1.1 100 Continue\r\n\r\n')
    socket.write(body)
    t.match(await answer, /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 201 Created\r\n/)
  })

  t.test('the server as a whole is for OPTIONS alone (RFC 9112 section 3.2.4)', async t => {
    for (const start of ['GET *', 'POST *', 'DELETE *', 'GET *?a=1', 'GET *#a']) {
      const answer = await exchange(`${start} HTTP/1.1`, 'Host: a', `X-Request-Id: ${ownId}`)
      t.strictSame(refused(t, answer), refusal('The request target * is for OPTIONS alone.'))
    }
    const [statusLine] = await send('OPTIONS * HTTP/1.1', 'Host: a')
    t.equal(statusLine, 'HTTP/1.1 405 Method Not Allowed')
  })

  t.test('an expectation that nobody knows is passed over (RFC 9110 section 10.1.1)', async t => {
    t.strictSame(await send('GET /livez HTTP/1.1', 'Host: a', 'Expect: a miracle'), well)
  })
})
