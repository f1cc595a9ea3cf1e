import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { startApi } from '../support/api.ts'
import { requestId as ownId, problemAnswer, problemBody } from '../support/api-answers.ts'
import { untilClosed } from '../support/until-closed.ts'

t.test('what Node would refuse without a body', async t => {
  const { app } = await startApi(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo

  /** @returns status line and body of the answer */
  async function send(...lines: string[]): Promise<[string, unknown]> {
    const { statusLine, body } = await exchange(...lines)
    return [statusLine, body]
  }

  async function exchange(...lines: string[]) {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    const answer = untilClosed(socket)
    socket.write([...lines, 'Connection: close', '', ''].join('\r\n'))
    const [head = '', body = ''] = (await answer).split('\r\n\r\n')
    const [statusLine = '', ...fields] = head.split('\r\n')
    const headers = Object.fromEntries(fields.map(field => field.split(/: (.*)/s, 2)))
    return { statusLine, headers, body: JSON.parse(body) as unknown }
  }

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
    const refusal = (detail: string) =>
      problemAnswer({ status: 400, code: 'malformed_request', detail })
    const ask = async (...lines: string[]) => {
      const answer = await exchange('GET /livez HTTP/1.1', `X-Request-Id: ${ownId}`, ...lines)
      const {
        Date: _,
        Connection,
        'content-length': __,
        traceresponse,
        ...headers
      } = answer.headers
      t.equal(answer.statusLine, 'HTTP/1.1 400 Bad Request')
      t.equal(Connection, 'close')
      t.match(traceresponse, /^00-/)
      return { status: 400, headers, body: answer.body }
    }
    for (const other of ['HOST: b', 'Host: a', 'host:']) {
      t.strictSame(await ask('Host: a', other), refusal('The request has two Host headers.'))
    }
    for (const host of ['a b', 'a/<script>', 'a@b', 'a:b', 'a:1:2', '[::1', 'é', 'a, b', '#']) {
      t.strictSame(await ask(`Host: ${host}`), refusal('The Host header is not a host.'), host)
    }
  })

  t.test('an expectation that nobody knows is passed over (RFC 9110 section 10.1.1)', async t => {
    t.strictSame(await send('GET /livez HTTP/1.1', 'Host: a', 'Expect: a miracle'), well)
  })
})
