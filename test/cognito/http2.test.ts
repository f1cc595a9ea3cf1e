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

t.test('a service that speaks HTTP/2 is guarded as any other', async t => {
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
    return [headers[':status'], headers['www-authenticate'], JSON.parse(body.join('')).kind]
  }
  const good = await pool.accessToken({ scopes: ['order.read'] })
  t.strictSame(await ask(good), [200, undefined, 'user'])
  t.strictSame(await ask(undefined), [401, 'Bearer realm="orders"', undefined])
  t.match(await ask(await pool.accessToken({ scopes: [] })), [403, /insufficient_scope/])
})
