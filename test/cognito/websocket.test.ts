import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import { type CognitoOptions, cognito } from '../../src/cognito/index.ts'
import { bearer, resourceServer, trusting } from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)

async function startService(t: Test) {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(websocket)
  await app.register(cognito, { ...trusting(pool), resourceServer })
  app.get('/orders', { websocket: true, config: { scopes: ['order.read'] } }, (socket, request) => {
    socket.send(request.principal.kind)
  })
  await app.ready()
  return app
}

/** The answer to a request for a WebSocket (RFC 6455 section 4.1). */
async function upgrade(port: number, token: string | undefined) {
  const headers = {
    ...bearer(token),
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  }
  const request = get({ port, path: '/orders', headers })
  const [response] = (await Promise.race([
    once(request, 'response'),
    once(request, 'upgrade'),
  ])) as [IncomingMessage]
  response.socket.destroy()
  return [response.statusCode, response.headers['www-authenticate']]
}

t.test('a WebSocket is opened by those whom the policy of its route lets in', async t => {
  const app = await startService(t)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const good = await pool.accessToken({ scopes: ['order.read'] })
  t.strictSame(await upgrade(port, good), [101, undefined])
  t.strictSame(await upgrade(port, undefined), [401, 'Bearer realm="orders"'])
  t.match(await upgrade(port, await pool.accessToken({ scopes: [] })), [
    403,
    /error="insufficient_scope"/,
  ])
})

t.test('and the same by injectWS, whose requests have no raw headers', async t => {
  const app = await startService(t)
  const ask = async (token: string | undefined) => {
    let message = ''
    const socket = await app.injectWS(
      '/orders',
      { headers: bearer(token) },
      {
        onInit: opened =>
          opened.on('message', (data: Buffer) => {
            message = String(data)
          }),
      },
    )
    if (message === '') await once(socket, 'message')
    socket.terminate()
    return message
  }
  t.equal(await ask(await pool.accessToken({ scopes: ['order.read'] })), 'user')
  const refused = (status: number) => ({ message: `Unexpected server response: ${status}` })
  await t.rejects(ask(undefined), refused(401))
  await t.rejects(ask('x'), refused(401))
  await t.rejects(ask(await pool.accessToken({ scopes: [] })), refused(403))
})

/** Everything that comes until the server ends the connection. */
async function answerTo(app: FastifyInstance, token: string | undefined): Promise<string> {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
  const lines = [
    'GET /orders HTTP/1.1',
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  return (await socket.setEncoding('latin1').toArray()).join('')
}

function bodyOf(answer: string): unknown {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
}

type Register = (app: FastifyInstance, options: CognitoOptions) => Promise<void>

const places: Readonly<Record<string, Register>> = {
  'before the plugin': async (app, options) => {
    await app.register(websocket)
    await app.register(cognito, options)
  },
  'after it': async (app, options) => {
    await app.register(cognito, options)
    await app.register(websocket)
  },
  'in another scope': async (app, options) => {
    await app.register(async scope => scope.register(websocket))
    await app.register(cognito, options)
  },
}

for (const [place, register] of Object.entries(places)) {
  t.test(`with @fastify/websocket ${place}, a refusal ends the connection`, async t => {
    let now = Date.now
    const app = Fastify()
    t.teardown(() => app.close())
    await register(app, { ...trusting(pool), resourceServer, now: () => now() })
    app.get('/orders', { config: { scopes: ['order.read'] } }, () => 'never')
    await app.listen({ host: '127.0.0.1', port: 0 })
    const refused = await answerTo(app, undefined)
    t.match(refused, /^HTTP\/1\.1 401 Unauthorized\r\n/)
    t.match(refused, /\r\nwww-authenticate: Bearer realm="orders"\r\n/)
    t.match(refused, /\r\nconnection: close\r\n/)
    t.strictSame(bodyOf(refused), {
      statusCode: 401,
      code: 'missing_token',
      error: 'Unauthorized',
      message:
        'This resource needs an access token in the Authorization header, as "Bearer <token>".',
    })
    const forbidden = await answerTo(app, await pool.accessToken({ scopes: [] }))
    t.match(forbidden, /^HTTP\/1\.1 403 /)
    t.strictSame(bodyOf(forbidden), {
      statusCode: 403,
      code: 'insufficient_scope',
      error: 'Forbidden',
      message: 'The access token lacks a scope this operation requires.',
    })
    now = () => {
      throw new Error('no clock')
    }
    const unchecked = await answerTo(app, await pool.accessToken())
    t.match(unchecked, /^HTTP\/1\.1 500 /)
    t.strictSame(bodyOf(unchecked), {
      statusCode: 500,
      error: 'Internal Server Error',
      message: 'The request could not be checked.',
    })
    await app.close()
  })
}
