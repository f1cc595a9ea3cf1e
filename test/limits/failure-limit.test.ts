import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import Fastify, { type FastifyRequest } from 'fastify'
import t, { type Test } from 'tap'
import { InvalidTokenError } from '../../src/cognito/index.ts'
import { addressKey, limitFailures } from '../../src/limits/failure-limit.ts'
import type { Policy } from '../../src/limits/too-many-requests.ts'
import { type ApiOptions, recordLog, startApi } from '../support/api.ts'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'
import { until } from '../support/until.ts'

const headers = { 'x-request-id': requestId }
const clock = { time: 0 }
const now = () => clock.time

function refused(reset: number) {
  return problemAnswer({
    status: 429,
    code: 'too_many_requests',
    detail:
      'Too many requests without a good token from this address. Wait for the time in the Retry-After header.',
    headers: {
      ratelimit: `"address";r=0;t=${reset}`,
      'ratelimit-policy': '"address";q=3;w=60',
      'ratelimit-limit': '3',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(reset),
      'retry-after': String(reset),
    },
  })
}

/** An API that takes three bad tokens from an address, and callers at addresses. */
async function startLimited(test: Test, options: ApiOptions = {}) {
  const decisions: string[] = []
  const api = await startApi(test, {
    ...options,
    limits: { perPrincipal: 0, failuresPerAddress: 3, now },
    cognito: { onDecision: ({ reason }) => decisions.push(reason) },
  })
  const { authorization } = await api.bearer()
  const from =
    (remoteAddress: string, more: Record<string, string> = {}) =>
    async (given: Record<string, string>, url = '/hello') =>
      answerOf(await api.send({ url, remoteAddress, headers: { ...headers, ...more, ...given } }))
  return {
    api,
    from,
    decisions,
    good: { authorization },
    bad: { authorization: 'Bearer nonsense' },
  }
}

t.beforeEach(() => {
  clock.time += 60_000
})

t.test('beyond the limit nothing of the address is verified any more', async t => {
  const { logger, lines } = recordLog('warn')
  const { from, good, bad, decisions } = await startLimited(t, { logger })
  const flood = from('192.0.2.1')
  for (let failure = 0; failure < 3; failure++) t.equal((await flood(bad)).status, 401)
  t.equal(decisions.length, 3)
  clock.time += 20_000
  t.strictSame(await flood(bad), refused(40))
  t.strictSame(await flood(good), refused(40))
  t.equal(decisions.length, 3)
  t.equal((await from('192.0.2.2')(bad)).status, 401, 'other addresses are not concerned')
  t.equal((await from('192.0.2.2')(good)).status, 200)
  for (const url of ['/livez', '/readyz']) t.equal((await flood(bad, url)).status, 200)
  t.match(lines, [
    {
      level: 40,
      remoteAddress: '192.0.2.1',
      limit: 3,
      msg: 'address shut out: too many bad tokens',
    },
  ])
  clock.time += 39_999
  t.strictSame(await flood(good), refused(1))
  clock.time += 1
  t.equal((await flood(good)).status, 200)
  t.equal((await flood(bad)).status, 401)
  t.equal(lines.length, 1)
})

t.test('who hangs up before the answer is counted like others', async t => {
  const { api, from, good, decisions } = await startLimited(t)
  t.equal((await from('192.0.2.9')(good)).status, 200)
  await api.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = api.app.server.address() as AddressInfo
  api.pool.slowDown(200)
  t.teardown(() => api.pool.slowDown(0))
  const token = await api.pool.forge('kid-unknown')
  for (let failure = 1; failure <= 3; failure++) {
    const socket = connect(port, '127.0.0.1')
    const [[incoming]] = await Promise.all([
      once(api.app.server, 'request') as Promise<[IncomingMessage]>,
      socket.write(`GET /hello HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${token}\r\n\r\n`),
    ])
    socket.resetAndDestroy()
    await new Promise(resolve => incoming.socket.once('close', resolve))
    await until(() => decisions.length === failure + 1)
  }
  t.equal(decisions.at(-1), 'unknown_key')
  await until(async () => (await from('127.0.0.1')(good)).status === 429)
})

t.test('that counting fails ends nothing', async t => {
  const { logger, lines } = recordLog('error')
  const app = Fastify({ loggerInstance: logger, requestIdLogLabel: 'requestId' })
  t.teardown(() => app.close())
  const policy: Policy = { name: 'address', limit: 3, windowSeconds: 60 }
  const count = () => Promise.reject(new Error('no counter'))
  limitFailures(app, { policy, counters: [count], now, onRefused: () => {} })
  app.get('/', async () => {
    throw new InvalidTokenError('malformed_token')
  })
  t.equal((await app.inject('/')).statusCode, 401)
  await until(() => lines.length > 0)
  t.match(lines, [{ msg: 'a bad token was not counted', err: { message: 'no counter' } }])
})

t.test('an address that nobody can tell is one as well', async t => {
  const { ip: _, ...request } = { ip: '' }
  t.equal(addressKey(request as FastifyRequest), '')
})

t.test('a bad token counts, and a malformed header', async t => {
  const { from, api, good } = await startLimited(t)
  const expired = await api.bearer({ expiresIn: -60 })
  const flood = from('192.0.2.3')
  t.equal((await flood(expired)).status, 401)
  t.equal((await flood({ authorization: 'Bearer' })).status, 400)
  t.equal((await flood({ authorization: 'Bearer a b' })).status, 400)
  t.equal((await flood(good)).status, 429)
})

t.test('to come without a token, or without enough rights, is no failure', async t => {
  const { from, api, good } = await startLimited(t)
  const caller = from('192.0.2.4')
  const poor = await api.bearer({ scopes: [] })
  for (let call = 0; call < 9; call++) {
    t.equal((await caller({})).status, 401)
    t.equal((await caller(poor, '/orders')).status, 403)
    t.equal((await caller(good, '/orders/none')).status, 400)
  }
  t.equal((await caller(good)).status, 200)
})

t.test('a forged X-Forwarded-For changes nothing', async t => {
  const { from, good, bad } = await startLimited(t)
  for (let failure = 0; failure < 3; failure++) {
    const forged = { 'x-forwarded-for': `198.51.100.${failure}`, forwarded: 'for=198.51.100.1' }
    t.equal((await from('192.0.2.5', forged)(bad)).status, 401)
  }
  t.equal((await from('192.0.2.5')(good)).status, 429)
  t.equal((await from('198.51.100.1')(good)).status, 200)
})

t.test('behind a proxy that is trusted, callers count by the address it tells', async t => {
  const { from, good, bad } = await startLimited(t, { trustProxy: ['192.0.2.0/24'] })
  // The caller wrote the first address, the proxy the second.
  const caller = { 'x-forwarded-for': '203.0.113.7, 198.51.100.7' }
  for (let failure = 0; failure < 3; failure++) {
    t.equal((await from(`192.0.2.${failure}`, caller)(bad)).status, 401)
  }
  t.equal((await from('192.0.2.9', caller)(good)).status, 429)
  t.equal((await from('192.0.2.9', { 'x-forwarded-for': '198.51.100.8' })(good)).status, 200)
  t.equal((await from('192.0.2.9', { 'x-forwarded-for': '203.0.113.7' })(good)).status, 200)
  t.equal((await from('203.0.113.1', caller)(good)).status, 200, 'no proxy of ours')
})

t.test('a port that the proxy tells is no part of the address', async t => {
  const keyOf = (ip: string) => addressKey({ ip } as FastifyRequest)
  for (const address of ['198.51.100.7', '2001:db8::1']) {
    const host = address.includes(':') ? `[${address}]` : address
    t.equal(keyOf(`${host}:49152`), keyOf(address))
    t.equal(keyOf(host), keyOf(address), 'nor are brackets without one')
  }
  const { from, good, bad } = await startLimited(t, { trustProxy: ['192.0.2.0/24'] })
  const through = (port: number) => from('192.0.2.1', { 'x-forwarded-for': `198.51.100.7:${port}` })
  for (let port = 1; port <= 3; port++) t.equal((await through(port)(bad)).status, 401)
  t.equal((await through(4)(good)).status, 429)
})

t.test('addresses of one IPv6 network count as one, and IPv4 is IPv4 however written', async t => {
  const { from, good, bad } = await startLimited(t)
  for (const last of ['1', '2', 'ffff:1']) await from(`2001:db8:1:2::${last}`)(bad)
  t.equal((await from('2001:db8:1:2:3::4')(good)).status, 429)
  t.equal((await from('2001:db8:1:3::1')(good)).status, 200)
  for (const address of ['192.0.2.6', '::ffff:192.0.2.6', '::FFFF:192.0.2.6']) {
    await from(address)(bad)
  }
  t.equal((await from('192.0.2.6')(good)).status, 429)
})

t.test('failures that come at the same time shut out once', async t => {
  const { logger, lines } = recordLog('warn')
  const { from, bad } = await startLimited(t, { logger })
  const flood = from('192.0.2.7')
  const answers = await Promise.all(Array.from({ length: 9 }, () => flood(bad)))
  t.match(new Set(answers.map(({ status }) => status)), new Set([401]))
  t.equal(lines.length, 1)
  t.equal((await flood(bad)).status, 429)
})

t.test('who was shut out long ago is forgotten when somebody else is', async t => {
  const { from, good, bad } = await startLimited(t)
  const shutOut = async (address: string) => {
    for (let failure = 0; failure < 3; failure++) await from(address)(bad)
    t.equal((await from(address)(good)).status, 429)
  }
  await shutOut('192.0.2.8')
  clock.time += 30_000
  await shutOut('192.0.2.9')
  clock.time += 30_000
  await shutOut('192.0.2.10')
  t.equal((await from('192.0.2.8')(good)).status, 200)
  t.equal((await from('192.0.2.9')(good)).status, 429)
})
