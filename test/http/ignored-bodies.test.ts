import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { startApi } from '../support/api.ts'
import { untilClosed } from '../support/until-closed.ts'

t.test('operations that take no body pass over whatever is sent as one', async t => {
  const { send, bearer, pool } = await startApi(t)
  const headers = await bearer()

  /** A fresh address of each operation that has something to do. */
  const addresses = {
    'DELETE order': async () => {
      const reply = await send({ method: 'POST', url: '/orders', headers, payload: NEW_ORDER })
      return { method: 'DELETE', url: String(reply.headers.location), headers, status: 200 }
    },
    'DELETE revocation': async () => {
      const payload = { kind: 'token', value: 'some-token' }
      const reply = await send({ method: 'POST', url: '/admin/revocations', headers, payload })
      return { method: 'DELETE', url: String(reply.headers.location), headers, status: 204 }
    },
    'POST sign-out': async () => {
      const authorization = `Bearer ${await pool.machineToken()}`
      return { method: 'POST', url: '/sign-out', headers: { authorization }, status: 204 }
    },
  } as const
  const bodies = {
    'JSON that is announced and does not come': ['application/json', ''],
    'JSON that is none': ['application/json', '{'],
    'another type': ['text/plain', 'a'],
    'too much': ['application/json', `"${'a'.repeat(70_000)}"`],
  } as const

  for (const [operation, address] of Object.entries(addresses)) {
    for (const [name, [type, payload]] of Object.entries(bodies)) {
      t.test(`${operation}: ${name}`, async t => {
        const { status, headers, ...request } = await address()
        const reply = await send({
          ...request,
          headers: { ...headers, 'content-type': type },
          payload,
        })
        t.equal(reply.statusCode, status)
      })
    }

    t.test(`${operation}: a malformed Content-Type is refused all the same`, async t => {
      const { status, headers, ...request } = await address()
      const reply = await send({
        ...request,
        headers: { ...headers, 'content-type': 'json' },
        payload: '{}',
      })
      t.equal(reply.statusCode, 415)
    })
  }
})

t.test('a body that breaks off or is framed badly: nothing is carried out', async t => {
  const { app, send, bearer } = await startApi(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const headers = await bearer()
  const created = await send({ method: 'POST', url: '/orders', headers, payload: NEW_ORDER })
  const url = String(created.headers.location)

  const head = [
    `DELETE ${url} HTTP/1.1`,
    'Host: a',
    `Authorization: ${headers.authorization}`,
    'Transfer-Encoding: chunked',
    '',
  ]
  for (const body of ['ZZ', '1\r\nab', '0\r\n\u0000']) {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8')
    const answer = untilClosed(socket)
    socket.write([...head, body, ''].join('\r\n'))
    const [status = '', problem = ''] = (await answer).split(/\r\n.*\r\n\r\n/s)
    t.equal(status, 'HTTP/1.1 400 Bad Request', body)
    t.match(JSON.parse(problem), { status: 400, code: 'malformed_request' })
  }
  const socket = connect(port, '127.0.0.1')
  const aborted = new Promise<void>(resolve => {
    app.server.once('request', request => request.once('close', resolve))
  })
  socket.write([...head, '5', 'ab'].join('\r\n'), () => setImmediate(() => socket.destroy()))
  await aborted
  t.equal((await send({ url, headers })).json().status, 'pending')
})
