import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { RequestLog } from '../../src/logging/request-log.ts'
import { recordLog, startApi } from '../support/api.ts'
import { requestId } from '../support/api-answers.ts'
import { rawHttp, requestFor } from '../support/cognito-raw-http.ts'
import { until } from '../support/until.ts'

const headers = { 'x-request-id': requestId }

/** A line without what pino itself adds, without the time it took and the trace it belongs to. */
function stable(given: Record<string, unknown>) {
  const { time, pid, hostname, durationMs, traceId, spanId, ...line } = given
  return line
}

t.test('one line tells of a request', async t => {
  const { logger, lines } = recordLog('info')
  const api = await startApi(t, { logger })
  const { authorization } = await api.bearer()
  const alice = api.pool.user('alice@example.com')
  t.beforeEach(() => {
    lines.length = 0
  })
  const answered = {
    level: 30,
    requestId,
    method: 'GET',
    remoteAddress: '127.0.0.1',
    msg: 'request answered',
  }

  t.test('of a caller', async t => {
    const url = '/token-info?access_token=secret#x'
    await api.send({ url, headers: { ...headers, authorization } })
    t.strictSame(lines.map(stable), [
      {
        ...answered,
        path: '/token-info',
        route: '/token-info',
        statusCode: 200,
        subject: alice.sub,
        clientId: api.pool.client('web').id,
      },
    ])
    const { durationMs } = lines[0] as { durationMs: number }
    t.ok(durationMs > 0 && durationMs < 60_000)
    t.equal(durationMs, Math.round(durationMs * 1000) / 1000, 'in whole microseconds')
    t.notMatch(JSON.stringify(lines), 'secret')
    t.notMatch(JSON.stringify(lines), authorization.slice('Bearer '.length))
  })

  t.test('of a stranger, after the line that says why', async t => {
    await api.send({
      url: '/orders/7?x=1',
      headers: { ...headers, authorization: 'Bearer nonsense' },
    })
    t.equal(lines.length, 2)
    t.match(lines[0], { requestId, reason: 'malformed_token', msg: 'request refused' })
    t.strictSame(stable({ ...lines[1] }), {
      ...answered,
      path: '/orders/7',
      route: '/orders/:orderId',
      statusCode: 401,
    })
    t.notMatch(JSON.stringify(lines), 'nonsense')
  })

  t.test('of an unknown address', async t => {
    await api.send({ method: 'POST', url: '/nowhere?token=secret', headers })
    await api.send({ method: 'POST', url: '/nowhere#token=secret?x=1', headers })
    const unknown = { ...answered, method: 'POST', path: '/nowhere', statusCode: 404 }
    t.strictSame(lines.map(stable), [unknown, unknown])
  })

  t.test('of an address that the router refuses', async t => {
    await api.send({ url: '/%zz?token=secret', headers })
    t.strictSame(lines.map(stable), [{ ...answered, path: '/%zz', statusCode: 400 }])
  })

  t.test('of an address with a token in it, without the token', async t => {
    const { authorization } = await api.bearer()
    const token = authorization.slice('Bearer '.length)
    for (const url of ['/orders/', '/nowhere/', '/%zz'])
      await api.send({ url: url + token, headers })
    await api.send({ url: `/orders/${token.replaceAll('.', '%2e')}/items`, headers })
    t.strictSame(
      lines.map(({ path }) => path),
      ['/orders/<token>', '/nowhere/<token>', '/%zz<token>', '/orders/<token>/items'],
    )
    t.notMatch(JSON.stringify(lines), token.split('.')[2])
  })

  t.test('of a preflight that nobody asked for', async t => {
    await api.send({ method: 'OPTIONS', url: '/orders', headers })
    t.strictSame(lines.map(stable), [
      { ...answered, method: 'OPTIONS', path: '/orders', route: '/orders', statusCode: 405 },
    ])
  })

  t.test('not of health checks', async t => {
    for (const url of ['/livez', '/readyz', '/livez?x=1']) await api.send({ url, headers })
    t.strictSame(lines, [])
  })
})

t.test('health checks are told of at debug level', async t => {
  const { logger, lines } = recordLog('debug')
  const api = await startApi(t, { logger })
  for (const url of ['/livez', '/readyz']) {
    lines.length = 0
    const { statusCode } = await api.send({ url })
    t.match(lines, [{ level: 20, path: url, statusCode, msg: 'request answered' }])
  }
})

t.test('a caller who goes away', async t => {
  const { logger, lines } = recordLog('info')
  const api = await startApi(t, { logger })
  const { authorization } = await api.bearer()
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  t.beforeEach(() => {
    lines.length = 0
  })

  /** Sends a part of a request, waits until the API is at work on it, and resets the connection. */
  async function leave(bytes: string, atWork: () => boolean) {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(bytes)
    await until(atWork)
    socket.resetAndDestroy()
    await until(() => lines.length > 0)
  }

  t.test('before the answer', async t => {
    let answer: (() => void) | undefined
    const { isReady } = api.database
    api.database.isReady = () =>
      new Promise(resolve => {
        answer = () => resolve(true)
      })
    t.teardown(() => {
      api.database.isReady = isReady
    })
    logger.level = 'debug'
    t.teardown(() => {
      logger.level = 'info'
    })
    await leave(
      `GET /readyz?x=1 HTTP/1.1\r\nHost: a\r\nX-Request-Id: ${requestId}\r\n\r\n`,
      () => answer !== undefined,
    )
    const aborted = {
      level: 20,
      requestId,
      method: 'GET',
      path: '/readyz',
      route: '/readyz',
      remoteAddress: '127.0.0.1',
      msg: 'request aborted',
    }
    t.strictSame(lines.map(stable), [aborted])
    answer?.()
    await new Promise(setImmediate)
    t.equal(lines.length, 1, 'the answer that nobody gets is not told of')
  })

  t.test('in the middle of the body: no error of ours', async t => {
    let reading = false
    api.app.server.once('request', request => {
      request.on('data', () => {
        reading = true
      })
    })
    await leave(
      [
        'POST /orders HTTP/1.1',
        'Host: a',
        `X-Request-Id: ${requestId}`,
        `Authorization: ${authorization}`,
        'Content-Type: application/json',
        'Content-Length: 100',
        '',
        '{',
      ].join('\r\n'),
      () => reading,
    )
    t.strictSame(lines.map(stable), [
      {
        level: 30,
        requestId,
        method: 'POST',
        path: '/orders',
        route: '/orders',
        remoteAddress: '127.0.0.1',
        subject: api.pool.user('alice@example.com').sub,
        clientId: api.pool.client('web').id,
        msg: 'request aborted',
      },
    ])
  })
})

t.test('a connection that breaks while the answer is written', async t => {
  const { logger, lines } = recordLog('info')
  const app = Fastify({ loggerInstance: logger, logController: new RequestLog() })
  app.decorateRequest('principal')
  app.get('/', (_request, reply) => {
    reply.hijack()
    reply.raw.emit('error', new Error('the wire was cut'))
  })
  await t.rejects(app.inject('/'), { message: 'the wire was cut' })
  t.match(lines, [{ msg: 'request answered', err: { message: 'the wire was cut' } }])
})

t.test('nor is anything told of what is behind a # on the wire', async t => {
  const { logger, lines } = recordLog('info')
  const api = await startApi(t, { logger })
  const send = await rawHttp(api.app)
  await send(requestFor('GET /nowhere#token=secret'))
  await until(() => lines.some(({ msg }) => msg === 'request answered'))
  t.equal(lines.find(({ msg }) => msg === 'request answered')?.path, '/nowhere')
  t.notMatch(JSON.stringify(lines), 'secret')
})
