import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import t from 'tap'
import { startApi } from '../support/api.ts'

const origin = 'https://app.example.com'
const corsOrigins = [origin, 'http://localhost:4200']
const exposed =
  'Accept-Encoding, Accept-Patch, Allow, ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Traceresponse, WWW-Authenticate, X-Request-Id'

/** The headers that browsers and caches decide by. */
function corsHeaders({ headers }: LightMyRequestResponse) {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => /^(access-control-.*|vary)$/.test(name)),
  )
}

function preflight(from: string, method = 'GET') {
  return {
    origin: from,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization,if-match',
  }
}

const admitted = {
  vary: 'Origin',
  'access-control-allow-origin': origin,
  'access-control-expose-headers': exposed,
}

t.test('with a list of origins', async t => {
  const api = await startApi(t, { corsOrigins })
  const { authorization } = await api.bearer({ scopes: [] })
  api.database.isReady = () => Promise.reject(new Error('broken'))

  t.test('answers carry the headers, refusals too', async t => {
    const requests: Record<string, InjectOptions & { url: string }> = {
      200: { url: '/token-info', headers: { authorization } },
      401: { url: '/token-info' },
      403: { url: '/orders', headers: { authorization } },
      404: { url: '/nowhere' },
      405: { url: '/token-info', method: 'DELETE' },
      500: { url: '/readyz' },
    }
    for (const [status, { headers = {}, ...request }] of Object.entries(requests)) {
      const reply = await api.send({ ...request, headers: { ...headers, origin } })
      t.equal(reply.statusCode, Number(status))
      t.strictSame(corsHeaders(reply), admitted, status)
    }
  })

  t.test('answers to addresses that the router refuses carry them as well', async t => {
    const refusal = async (from: string) => api.send({ url: '/%zz', headers: { origin: from } })
    t.equal((await refusal(origin)).statusCode, 400)
    t.strictSame(corsHeaders(await refusal(origin)), admitted)
    t.strictSame(corsHeaders(await refusal('https://evil.example.com')), { vary: 'Origin' })
    t.strictSame(corsHeaders(await api.send({ url: '/%zz' })), { vary: 'Origin' })
  })

  t.test('each origin of the list is answered with itself', async t => {
    for (const each of corsOrigins) {
      const reply = await api.send({ url: '/livez', headers: { origin: each } })
      t.strictSame(corsHeaders(reply), { ...admitted, 'access-control-allow-origin': each })
    }
  })

  t.test('no other origin gets a header', async t => {
    const strangers = ['https://evil.example.com', `${origin}.evil`, `${origin}/`, 'null', '', '*']
    for (const stranger of strangers) {
      const reply = await api.send({ url: '/livez', headers: { origin: stranger } })
      t.strictSame(corsHeaders(reply), { vary: 'Origin' }, stranger)
    }
    t.strictSame(corsHeaders(await api.send({ url: '/livez' })), { vary: 'Origin' })
  })

  t.test('a preflight is answered without a token, whatever the address', async t => {
    for (const url of ['/orders', '/token-info', '/orders/1', '/nowhere']) {
      for (const method of ['GET', 'HEAD', 'POST', 'PATCH', 'DELETE']) {
        const headers = preflight(origin, method)
        const reply = await api.app.inject({ method: 'OPTIONS', url, headers })
        t.equal(reply.statusCode, 200)
        t.equal(reply.body, '')
        t.strictSame(corsHeaders(reply), {
          vary: 'Origin, Access-Control-Request-Headers',
          'access-control-allow-origin': origin,
          'access-control-expose-headers': exposed,
          'access-control-allow-methods': 'GET, HEAD, POST, PATCH, DELETE',
          'access-control-allow-headers': 'authorization,if-match',
          'access-control-max-age': '600',
        })
      }
    }
  })

  t.test('the preflight of another origin is a method that is not known', async t => {
    const headers = preflight('https://evil.example.com')
    const known = await api.send({ method: 'OPTIONS', url: '/orders', headers })
    t.equal(known.statusCode, 405)
    t.strictSame(corsHeaders(known), { vary: 'Origin' })
    const unknown = await api.send({ method: 'OPTIONS', url: '/nowhere', headers })
    t.equal(unknown.statusCode, 404)
    t.equal(unknown.json().code, 'not_found')
    t.strictSame(corsHeaders(unknown), { vary: 'Origin' })
  })

  t.test('pages say that they depend on both', async t => {
    const reply = await api.send({ url: '/', headers: { origin } })
    t.strictSame(corsHeaders(reply), { ...admitted, vary: 'Origin, Accept' })
  })
})

t.test('without a list there are no CORS headers', async t => {
  const api = await startApi(t)
  const reply = await api.send({ url: '/livez', headers: { origin } })
  t.strictSame(corsHeaders(reply), {})
  const options = await api.send({ method: 'OPTIONS', url: '/orders', headers: preflight(origin) })
  t.equal(options.statusCode, 405)
  t.strictSame(corsHeaders(options), {})
})
