import Fastify, { type FastifyInstance } from 'fastify'
import t, { type Test } from 'tap'
import {
  CognitoError,
  cognito,
  ForbiddenError,
  InsufficientScopeError,
  InsufficientUserAuthenticationError,
  InvalidRequestError,
  InvalidTokenError,
  KeysUnavailableError,
  MissingTokenError,
  type RoutePolicy,
} from '../../src/cognito/index.ts'
import { resource } from '../support/cognito-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { bearer, resourceServer, trusting } from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const routes: Record<string, RoutePolicy> = {
  '/orders/:id': { scopes: ['order.read'] },
  '/admin': { groups: ['admin'] },
  '/recent': { maxAge: 60 },
}

t.test('an error handler gets an error of its own class, with all it takes to answer', async t => {
  const { get, errors } = await serviceWithErrorHandler(t)
  const metadata = `resource_metadata="${resource}/.well-known/oauth-protected-resource"`
  const cases: [
    token: string | undefined,
    url: string,
    type: typeof CognitoError,
    about: object,
  ][] = [
    [undefined, '/admin', MissingTokenError as never, { code: 'missing_token', statusCode: 401 }],
    ['a b', '/admin', InvalidRequestError as never, { code: 'invalid_request', statusCode: 400 }],
    ['x', '/admin', InvalidTokenError as never, { code: 'invalid_token', statusCode: 401 }],
    [
      await pool.accessToken({ groups: [] }),
      '/admin',
      ForbiddenError as never,
      { code: 'forbidden', statusCode: 403, reason: 'missing_group' },
    ],
    [
      await pool.accessToken({ scopes: [] }),
      '/orders/17',
      InsufficientScopeError as never,
      { code: 'insufficient_scope', statusCode: 403, scope: 'orders/order.read' },
    ],
    [
      await pool.accessToken({ claims: { auth_time: 0 } }),
      '/recent',
      InsufficientUserAuthenticationError as never,
      { code: 'insufficient_user_authentication', statusCode: 401 },
    ],
  ]
  for (const [token, url, type, about] of cases) {
    const { headers } = await get(token, url)
    const error = errors.at(-1)
    t.ok(error instanceof type && error instanceof CognitoError && error instanceof Error)
    t.match(error, { name: type.name, status: error?.statusCode, expose: true, ...about })
    t.match(error?.headers['www-authenticate'], /^Bearer realm="orders", /)
    t.ok(error?.headers['www-authenticate']?.endsWith(metadata))
    t.equal(headers['www-authenticate'], error?.headers['www-authenticate'], 'it need not copy')
    t.equal(headers['cache-control'], 'no-store')
    t.notMatch(error?.stack, /\n/)
  }
  const { app } = await serviceWithErrorHandler(t, 'http://127.0.0.1:9/keys')
  const answer = await app.inject({ url: '/admin', headers: bearer(await pool.accessToken()) })
  t.match(answer, { statusCode: 503, headers: { 'retry-after': '1' } })
  const refusal = answer.json()
  t.match(refusal, { name: KeysUnavailableError.name, headers: { 'retry-after': '1' } })
  t.notOk('www-authenticate' in refusal.headers)
})

async function serviceWithErrorHandler(t: Test, jwksUri?: string) {
  const errors: CognitoError[] = []
  const app: FastifyInstance = Fastify()
  t.teardown(() => app.close())
  app.setErrorHandler<CognitoError>((error, _request, reply) => {
    errors.push(error)
    return reply.code(error.statusCode).send({ name: error.name, headers: error.headers })
  })
  const address = jwksUri === undefined ? {} : { jwksUri }
  const options = { ...trusting(pool), ...address, resourceServer, resource, now: clock }
  await app.register(cognito, options)
  for (const [url, config] of Object.entries(routes)) app.get(url, { config }, () => 'let in')
  const get = (token: string | undefined, url: string) =>
    app.inject({ url, headers: bearer(token) })
  return { app, errors, get }
}

t.test('one that only writes a body answers with the status of the refusal', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(cognito, { ...trusting(pool), resourceServer, now: clock })
  app.get('/orders', { config: { scopes: ['order.read'] } }, () => 'let in')
  app.setErrorHandler(async () => ({ sorry: true }))
  const ask = async (token?: string) => {
    const { statusCode, body } = await app.inject({ url: '/orders', headers: bearer(token) })
    return [statusCode, body]
  }
  t.strictSame(await ask(), [401, '{"sorry":true}'])
  t.strictSame(await ask('a b'), [400, '{"sorry":true}'])
  t.strictSame(await ask(await pool.accessToken({ scopes: [] })), [403, '{"sorry":true}'])
})

t.test('and with 500 where the request could not be checked', async t => {
  const app = Fastify({ logger: { stream: { write: () => {} } } })
  t.teardown(() => app.close())
  app.addHook('onRequest', (request, _reply, done) => {
    request.log.info = () => {
      throw new Error('no log')
    }
    done()
  })
  await app.register(cognito, { ...trusting(pool), resourceServer, now: clock })
  app.get('/orders', { config: { authenticated: true } }, () => 'let in')
  app.setErrorHandler(async () => ({ sorry: true }))
  const { statusCode, body } = await app.inject('/orders')
  t.strictSame([statusCode, body], [500, '{"sorry":true}'])
})
