import { once } from 'node:events'
import { connect } from 'node:http2'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import t from 'tap'
import { cognito, findPrincipal } from '../../src/cognito/index.ts'
import { bearer, resourceServer, trusting } from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)

t.test('a service that speaks HTTP/2 is guarded like others', async t => {
  const app = Fastify({ http2: true })
  t.teardown(() => app.close())
  await app.register(cognito, { ...trusting(pool), resourceServer })
  app.get('/orders', { config: { scopes: ['order.read'] } }, request => ({
    kind: request.principal.kind,
    found: findPrincipal(request)?.kind,
  }))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const session = connect(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
  t.teardown(() => session.close())
  const ask = async (token: string | undefined) => {
    const stream = session.request({ ':path': '/orders', ...bearer(token) })
    const [headers] = await once(stream, 'response')
    const body = await stream.setEncoding('utf8').toArray()
    const { date, 'content-length': length, ...others } = headers
    return { headers: Object.fromEntries(Object.entries(others)), body: JSON.parse(body.join('')) }
  }
  const always = { 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' }
  const good = await pool.accessToken({ scopes: ['order.read'] })
  t.strictSame(await ask(good), {
    headers: { ':status': 200, ...always },
    body: { kind: 'user', found: 'user' },
  })
  t.strictSame(await ask(undefined), {
    headers: { ':status': 401, ...always, 'www-authenticate': 'Bearer realm="orders"' },
    body: {
      statusCode: 401,
      code: 'missing_token',
      error: 'Unauthorized',
      message:
        'This resource needs an access token in the Authorization header, as "Bearer <token>".',
    },
  })
  t.strictSame(await ask(await pool.accessToken({ scopes: [] })), {
    headers: {
      ':status': 403,
      ...always,
      'www-authenticate':
        'Bearer realm="orders", error="insufficient_scope", error_description="The access token lacks a required scope", scope="orders/order.read"',
    },
    body: {
      statusCode: 403,
      code: 'insufficient_scope',
      error: 'Forbidden',
      message: 'The access token lacks a scope this operation requires.',
    },
  })
})
