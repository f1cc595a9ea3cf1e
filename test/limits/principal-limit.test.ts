import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { principalKey } from '../../src/limits/principal-limit.ts'
import { startApi } from '../support/api.ts'
import { answerOf, dataHeaders, problemAnswer, requestId } from '../support/api-answers.ts'

const headers = { 'x-request-id': requestId }

function rateLimitHeaders(remaining: number, reset: number, limit = 4) {
  return {
    ratelimit: `"principal";r=${remaining};t=${reset}`,
    'ratelimit-policy': `"principal";q=${limit};w=60`,
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(reset),
  }
}

function refused(reset: number) {
  return problemAnswer({
    status: 429,
    code: 'too_many_requests',
    detail: 'Too many requests. Wait for the time in the Retry-After header.',
    headers: {
      ...rateLimitHeaders(0, reset),
      'retry-after': String(reset),
      'cache-control': 'no-store',
    },
  })
}

const clock = { time: 0 }
const api = await startApi(t, {
  limits: { perPrincipal: 4, failuresPerAddress: 0, now: () => clock.time },
})
t.beforeEach(() => {
  clock.time += 60_000
})

async function get(authorization: string, url = '/hello') {
  return answerOf(await api.send({ url, headers: { ...headers, authorization } }))
}

t.test('beyond the limit: 429; from half of it on, callers are told', async t => {
  const { authorization } = await api.bearer()
  const first = await get(authorization)
  t.equal(first.status, 200)
  const { 'content-type': type, 'cache-control': caching, ...others } = first.headers
  t.strictSame(others, dataHeaders(requestId))
  t.strictSame((await get(authorization)).headers, first.headers)
  clock.time += 10_500
  t.strictSame((await get(authorization)).headers, { ...first.headers, ...rateLimitHeaders(1, 50) })
  t.strictSame((await get(authorization)).headers, { ...first.headers, ...rateLimitHeaders(0, 50) })
  t.strictSame(await get(authorization), refused(50))
  clock.time += 49_499.5
  t.strictSame(await get(authorization), refused(1), 'never less than a second')
  clock.time += 0.5
  t.strictSame((await get(authorization)).headers, first.headers, 'a minute after the first')
})

t.test('a new token changes nothing, another user or app client does', async t => {
  const user = 'alice@example.com'
  for (let call = 0; call < 4; call++) {
    const { authorization } = await api.bearer({ user })
    t.equal((await get(authorization)).status, 200)
  }
  const tokens = {
    again: await api.bearer({ user }),
    otherUser: await api.bearer({ user: 'bob@example.com' }),
    otherClient: await api.bearer({ user, clientId: api.pool.client('cli').id }),
    machine: { authorization: `Bearer ${await api.pool.machineToken()}` },
  }
  t.equal((await get(tokens.again.authorization)).status, 429)
  t.equal((await get(tokens.otherUser.authorization)).status, 200)
  t.equal((await get(tokens.otherClient.authorization)).status, 200)
  t.equal((await get(tokens.machine.authorization)).status, 200)
})

t.test('the same name at two issuers is two principals', t => {
  const of = (issuer: string) => {
    const principal = { issuer, subject: 'alice', clientId: 'cli' }
    return principalKey({ principal } as FastifyRequest)
  }
  t.equal(of('https://a.example'), of('https://a.example'))
  t.not(of('https://a.example'), of('https://b.example'))
  t.end()
})

t.test('all guarded routes count together, before the body is read', async t => {
  const { authorization } = await api.bearer()
  for (const url of ['/hello', '/token-info', '/orders', '/orders?limit=0']) {
    await get(authorization, url)
  }
  const reply = await api.send({
    method: 'POST',
    url: '/orders',
    headers: { ...headers, authorization, 'content-type': 'application/json' },
    payload: '{ this is no JSON',
  })
  t.strictSame(answerOf(reply), refused(60))
})

t.test('what the guard refuses does not count', async t => {
  const scopes = ['orders/order.write']
  for (let call = 0; call < 9; call++) {
    const { authorization } = await api.bearer({ scopes })
    t.equal((await get(authorization, '/orders')).status, 403)
  }
  const { authorization } = await api.bearer({ scopes })
  t.equal((await get(authorization)).status, 200)
})

t.test('public routes have no limit', async t => {
  const { authorization } = await api.bearer()
  for (const url of ['/livez', '/readyz', '/openapi.json', '/nowhere']) {
    const answers = []
    for (let call = 0; call < 9; call++) answers.push((await get(authorization, url)).status)
    t.strictSame(new Set(answers), new Set([url === '/nowhere' ? 404 : 200]), url)
  }
  t.equal((await get(authorization)).status, 200)
})

t.test('0 is no limit', async t => {
  const free = await startApi(t, { limits: { perPrincipal: 0, failuresPerAddress: 0 } })
  const auth = await free.bearer()
  for (let call = 0; call < 20; call++) {
    const { status, headers } = answerOf(await free.send({ url: '/hello', headers: auth }))
    t.equal(status, 200)
    t.notHas(headers, { ratelimit: /./ })
  }
})

t.test('the clock of the process is the default', async t => {
  const single = await startApi(t, { limits: { perPrincipal: 1, failuresPerAddress: 1 } })
  const auth = await single.bearer()
  t.equal((await single.send({ url: '/hello', headers: auth })).statusCode, 200)
  const { statusCode, headers } = await single.send({ url: '/hello', headers: auth })
  t.equal(statusCode, 429)
  const wait = Number(headers['retry-after'])
  t.ok(Number.isInteger(wait) && wait > 0 && wait <= 60)
})
