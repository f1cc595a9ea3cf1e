import Fastify from 'fastify'
import t from 'tap'
import { cognito, type RoutePolicy } from '../../../src/cognito/index.ts'
import { forbidden, letIn, missingToken, resource } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import {
  answerOf,
  bearer,
  resourceServer,
  startError,
  startService,
  trusting,
} from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const options = { ...trusting(pool), resourceServer, resource, now: clock }

t.test('routes outside the protected scope need no policy', async t => {
  const app = Fastify()
  t.teardown(() => app.close())
  app.get('/open', () => 'let in')
  app.register(async scope => {
    await scope.register(cognito, options)
    scope.get('/guarded', { config: { authenticated: true } }, () => 'let in')
  })
  t.equal((await app.inject('/open')).body, 'let in')
  t.strictSame(answerOf(await app.inject('/guarded')), missingToken)
})

t.test('every way to write a policy', async t => {
  const routes: Record<string, RoutePolicy> = {
    '/public': { public: true },
    '/authenticated': { authenticated: true },
    '/scopes': { scopes: ['order.read', 'order.write'] },
    '/any-scope': { scopes: { anyOf: ['order.read'] } },
    '/groups': { groups: ['admin'] },
    '/any-group': { groups: { anyOf: ['admin', 'staff'] } },
    '/seconds': { maxAge: 1 },
    '/most-seconds': { maxAge: 999_999_999 },
    '/s': { maxAge: '30s' },
    '/m': { maxAge: '15m' },
    '/h': { maxAge: '2h' },
    '/d': { maxAge: '1d' },
    '/all': { scopes: ['order.read'], groups: ['admin'], maxAge: '15m' },
  }
  const service = await startService(t, pool, { routes, now: clock })
  const token = await pool.accessToken()
  for (const url of Object.keys(routes))
    t.equal((await service.get(token, url)).body, 'let in', url)
})

t.test('a policy is what it was when the route was added', async t => {
  const scopes = ['order.write']
  const groups = ['admin']
  const service = await startService(t, pool, {
    routes: { '/write': { scopes }, '/admin': { groups } },
    now: clock,
  })
  scopes.pop()
  groups.pop()
  const token = await pool.accessToken({ scopes: [], groups: [] })
  t.equal((await service.get(token, '/write')).status, 403)
  t.strictSame(await service.get(token, '/admin'), forbidden)
})

t.test('a route that slips past is refused at run time, and the log says what to do', async t => {
  const log: Record<string, unknown>[] = []
  const stream = { write: (line: string) => log.push(JSON.parse(line)) }
  const app = Fastify({ logger: { level: 'error', stream } })
  t.teardown(() => app.close())
  app.get('/before', { config: { public: true } }, () => 'let in')
  app.register(async scope => {
    scope.get('/scope-before', { config: { scopes: ['order.read'] } }, () => 'let in')
  })
  app.register(cognito, options)
  app.get('/same-tick', { config: { public: true } }, () => 'let in')
  app.register(async scope => void scope.get('/seen', { config: { public: true } }, () => 'let in'))
  await app.ready()

  const token = await pool.accessToken()
  for (const url of ['/before', '/scope-before', '/same-tick']) {
    t.strictSame(answerOf(await app.inject({ url, headers: bearer(token) })), forbidden)
    const { reason, route, msg, level } = log.at(-1) ?? {}
    t.strictSame(
      { reason, route, msg, level },
      {
        reason: 'missing_policy',
        route: url,
        msg: 'request refused: register the route after the cognito plugin',
        level: 50,
      },
    )
    t.strictSame(answerOf(await app.inject(url)), missingToken)
  }
  t.equal(log.length, 3)
})

t.test('what a policy says is what the OpenAPI document will say', async t => {
  const found: Record<string, unknown> = {}
  const app = Fastify()
  t.teardown(() => app.close())
  await app.register(cognito, options)
  app.addHook('onRoute', ({ url, schema }) => {
    found[url] = schema?.security
  })
  const add = (url: string, config: RoutePolicy, schema?: object) =>
    app.get(url, { config, ...(schema && { schema }), exposeHeadRoute: false }, () => 'let in')
  add('/public', { public: true })
  add('/authenticated', { authenticated: true })
  add('/scopes', { scopes: ['order.read', 'order.write'] }, { summary: 'Both' })
  add('/any', { scopes: { anyOf: ['order.read', 'order.write'] } })
  add('/groups', { groups: ['admin'] })
  add('/own', { authenticated: true }, { security: [{ other: [] }] })
  t.strictSame(found, {
    '/public': [],
    '/authenticated': [{ cognito: [] }],
    '/scopes': [{ cognito: ['orders/order.read', 'orders/order.write'] }],
    '/any': [{ cognito: ['orders/order.read'] }, { cognito: ['orders/order.write'] }],
    '/groups': [{ cognito: [] }],
    '/own': [{ other: [] }],
  })
})

t.test('the plugin can be registered once in a scope', async t => {
  const error = await startError(app => {
    app.register(cognito, options)
    app.register(cognito, options)
  })
  t.equal(
    error,
    'TypeError: cognito: registered in this scope, around it or inside it already: name several user pools in userPools, or register each in a scope of its own beside the other',
  )
})

t.test('letting in answers what the other tests compare with', async t => {
  const service = await startService(t, pool, { now: clock })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
})
