import { once } from 'node:events'
import type { OutgoingHttpHeaders } from 'node:http2'
import { connect } from 'node:http2'
import Fastify from 'fastify'
import t from 'tap'
import { cognito, findPrincipal, type RoutePolicy } from '../../../src/cognito/index.ts'
import {
  insufficientScope,
  letIn,
  missingToken,
  notFound,
  resource,
} from '../../support/cognito-answers.ts'
import { rawHttp, requestFor } from '../../support/cognito-raw-http.ts'
import {
  answerOf,
  bearer,
  resourceServer,
  startService,
  trusting,
} from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const token = await pool.accessToken()
const routes: Record<string, RoutePolicy> = {
  '/any': { authenticated: true },
  '/orders/:id': { authenticated: true },
  '/files/*': { authenticated: true },
  '/open': { public: true },
}

t.test('HEAD is guarded as GET is', async t => {
  const service = await startService(t, pool)
  const head = (authorization?: string) =>
    service.send({ method: 'HEAD', url: '/any', headers: bearer(authorization) })
  t.strictSame(await head(), { ...missingToken, body: '' })
  t.strictSame(await head(token), { ...letIn, body: '' })
  t.equal(service.decisions.at(-1)?.method, 'HEAD')
})

t.test('a method the route does not have leads nowhere', async t => {
  const service = await startService(t, pool)
  const headers = bearer(token)
  for (const method of ['OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE'] as const) {
    t.strictSame(await service.send({ method, url: '/any' }), notFound(method, '/any'))
    t.strictSame(await service.send({ method, url: '/any', headers }), notFound(method, '/any'))
  }
  const override = { 'x-http-method-override': 'GET', 'x-original-url': '/open' }
  t.strictSame(await service.send({ url: '/any', headers: override }), missingToken)
  t.equal(service.decisions.length, 1)
})

t.test('another spelling of the address opens nothing', async t => {
  const service = await startService(t, pool, { routes })
  const elsewhere =
    '/any/ /ANY /Any //any /any// /any;a=b /any%2f /any%2F /any%00 /any. /any%20 /any%3Fa /any%23 /open/any'
  for (const url of elsewhere.split(' ')) {
    t.strictSame(await service.get(undefined, url), notFound('GET', url), url)
  }
  const guarded =
    '/any /any? /any?a=b /any#a /%61ny /%61%6e%79 /an%79?open /orders/1 /orders/ /orders/%00 /orders/..%2fopen /files/ /files/a/b'
  for (const url of guarded.split(' ')) {
    t.strictSame(await service.get(undefined, url), missingToken, url)
  }
})

t.test('the router may be lenient, the guard stays with the route', async t => {
  const service = await startService(t, pool, {
    routes,
    fastify: {
      useSemicolonDelimiter: true,
      routerOptions: {
        ignoreTrailingSlash: true,
        caseSensitive: false,
        ignoreDuplicateSlashes: true,
      },
    },
  })
  const guarded = '/any/ /ANY /Any //any //any// /any;a=b /%41NY /ORDERS/1/ /Files/a'
  for (const url of guarded.split(' ')) {
    t.strictSame(await service.get(undefined, url), missingToken, url)
    t.strictSame(await service.get(token, url), letIn, url)
  }
  t.equal((await service.get(undefined, '/OPEN/')).body, 'let in')
})

t.test('a request line that no client would write opens nothing', async t => {
  const service = await startService(t, pool, { routes })
  const send = await rawHttp(service.app)
  const guarded =
    'http://localhost/any http://elsewhere.example/any http://localhost/any?http://localhost/open /files/../open /files/%2e%2e/open'
  for (const target of guarded.split(' ')) {
    t.strictSame(await send(requestFor(`GET ${target}`)), [missingToken], target)
  }
  for (const target of '/open/../any /./any /%2e/any'.split(' ')) {
    t.strictSame(await send(requestFor(`GET ${target}`)), [notFound('GET', target)], target)
  }
})

t.test('both addresses of a route at a prefix are guarded, and every method of all()', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(cognito, { ...trusting(pool), resourceServer, resource })
  const config: RoutePolicy = { authenticated: true }
  app.register(async scope => void scope.get('/', { config }, () => 'let in'), { prefix: '/v1' })
  app.register(async scope => void scope.all('/every', { config }, () => 'let in'))
  for (const url of ['/v1', '/v1/']) {
    for (const method of ['GET', 'HEAD'] as const) {
      t.equal((await app.inject({ method, url })).statusCode, 401, `${method} ${url}`)
    }
  }
  for (const method of ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
    t.equal((await app.inject({ method, url: '/every' })).statusCode, 401, method)
    const good = await app.inject({ method, url: '/every', headers: bearer(token) })
    t.equal(good.statusCode, 200, method)
  }
})

t.test('nobody unauthenticated has a body parsed', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(cognito, { ...trusting(pool), resourceServer, resource })
  const parsed: string[] = []
  app.addHook('preParsing', async request => {
    parsed.push(request.url)
  })
  const config: RoutePolicy = { scopes: ['order.write'] }
  app.register(async scope => void scope.post('/orders', { config }, () => 'let in'))
  const send = await rawHttp(app)

  const post = (lines: string[], body = '') => send(requestFor('POST /orders', ...lines) + body)
  const malformed = ['Content-Type: application/json', 'Content-Length: 5']
  const huge = ['Content-Type: application/json', `Content-Length: ${10 * 1024 ** 3}`]
  const chunked = ['Content-Type: application/json', 'Transfer-Encoding: chunked']
  const odd = ['Content-Type: application/x-unheard-of', 'Content-Length: 5']
  t.strictSame(await post(malformed, '{"a":'), [missingToken])
  t.strictSame(await post(huge, '{"a":'), [missingToken])
  t.strictSame(await post(chunked, '5\r\n{"a":\r\n'), [missingToken])
  t.strictSame(await post(odd, '{"a":'), [missingToken])
  const reader = `Authorization: Bearer ${await pool.accessToken({ scopes: ['order.read'] })}`
  const refused = insufficientScope('orders/order.write')
  t.strictSame(await post([...malformed, reader], '{"a":'), [refused])
  t.strictSame(await post([...huge, reader], '{"a":'), [refused])
  t.strictSame(parsed, [])

  const writer = `Authorization: Bearer ${token}`
  t.equal((await post([...malformed, writer], '{"a":'))[0]?.status, 400)
  t.equal((await post([...huge, writer], '{"a":'))[0]?.status, 413)
  t.equal((await post([...odd, writer], '{"a":'))[0]?.status, 415)
  t.strictSame(parsed, ['/orders', '/orders', '/orders'])
})

t.test('the body of a refused request is not taken for the next request', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.register(cognito, { ...trusting(pool), resourceServer, resource })
  const config: RoutePolicy = { authenticated: true }
  app.register(
    async scope =>
      void scope.route({ method: ['GET', 'POST'], url: '/any', config, handler: () => 'let in' }),
  )
  const send = await rawHttp(app)
  const smuggled = requestFor('GET /any', `Authorization: Bearer ${token}`)
  const lines = [
    'Host: localhost',
    'Content-Type: text/plain',
    `Content-Length: ${smuggled.length}`,
  ]
  const refused = `POST /any HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${smuggled}`
  t.strictSame(await send(refused + requestFor('GET /any')), [missingToken, missingToken])
})

t.test('HTTP/2 is guarded as HTTP/1.1 is', async t => {
  const app = Fastify({ http2: true })
  t.teardown(() => app.close())
  app.register(cognito, { ...trusting(pool), resourceServer, resource })
  const config: RoutePolicy = { authenticated: true }
  app.register(async scope => void scope.get('/any', { config }, () => 'let in'))
  const session = connect(await app.listen({ host: '127.0.0.1', port: 0 }))
  const status = async (headers: OutgoingHttpHeaders) => {
    const stream = session.request({ ':path': '/any', ...headers })
    const [response] = await once(stream, 'response')
    stream.close()
    return response[':status']
  }
  t.equal(await status({ authorization: `Bearer ${token}` }), 200)
  t.equal(await status({}), 401)
  t.equal(await status({ authorization: `Bearer  ${token}` }), 400)
  t.equal(await status({ cookie: `authorization=Bearer ${token}` }), 401)
  session.destroy()
})

t.test('public routes and unknown addresses ask for nothing', async t => {
  const service = await startService(t, pool, { routes })
  for (const authorization of [undefined, 'Bearer', 'Bearer x', 'Basic x', `Bearer ${token}`]) {
    const headers = authorization === undefined ? {} : { authorization }
    t.strictSame(await service.send({ url: '/open', headers }), {
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: 'let in',
    })
    t.strictSame(await service.send({ url: '/no', headers }), notFound('GET', '/no'))
  }
  t.strictSame(service.decisions, [])
})

t.test('the principal is there on guarded routes, and asking elsewhere is a mistake', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.get('/outside', request => String(findPrincipal(request)))
  app.register(async scope => {
    await scope.register(cognito, { ...trusting(pool), resourceServer, resource })
    const authenticated = { config: { authenticated: true } } as const
    const open = { config: { public: true } } as const
    scope.get('/guarded', authenticated, request => ({
      subject: request.principal.subject,
      same: findPrincipal(request) === request.principal,
    }))
    scope.get('/open', open, request => request.principal.subject)
    scope.get('/perhaps', open, request => String(findPrincipal(request)))
    scope.setNotFoundHandler(request => String(findPrincipal(request)))
  })
  const get = (url: string) => app.inject({ url, headers: bearer(token) })
  const subject = pool.user('alice@example.com').sub
  t.strictSame((await get('/guarded')).json(), { subject, same: true })
  t.strictSame(answerOf(await get('/open')), {
    status: 500,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: {
      statusCode: 500,
      error: 'Internal Server Error',
      message:
        'request.principal read where no token was accepted: on a public route, before the guard, or after a refusal; findPrincipal(request) may be read anywhere',
    },
  })
  for (const url of ['/perhaps', '/outside', '/nowhere']) {
    t.equal((await get(url)).body, 'undefined', url)
  }
})
