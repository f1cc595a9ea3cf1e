import Fastify, { type FastifyInstance } from 'fastify'
import t from 'tap'
import { cognito, type RoutePolicy } from '../../src/cognito/index.ts'
import { forbidden, letIn, missingToken, resource } from '../support/cognito-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import {
  answerOf,
  bearer,
  resourceServer,
  startError,
  startService,
  trusting,
} from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const options = { ...trusting(pool), resourceServer, resource, now: clock }

const noPolicy =
  "declares no policy: add config: { scopes: ['...'] }, { groups: ['...'] }, { maxAge: '15m' }, { authenticated: true } or { public: true }"
const noList = (name: string) =>
  `declares ${name} as something else than a list with at least one name, or { anyOf: [...] }`
const emptyName = (name: string) => `declares an empty name among its ${name}`
const unknownScope = (name: string) =>
  `demands the scope "${name}", which the resource server "orders" does not have; it has: order.read, order.write`
const noAge = "declares a maxAge that is neither whole seconds nor like '15m'"

const noLists = [null, '', 'order.read', 7, true, [], {}, { anyOf: [] }, { anyOf: 'order.read' }]
const noNames = [[''], [null], [7], ['order.read', ''], [['order.read']], new Array(1)]

const refused: [policy: unknown, message: string][] = [
  [undefined, noPolicy],
  [{}, noPolicy],
  [{ scopes: undefined, public: undefined }, noPolicy],
  [{ rateLimit: { max: 1 } }, noPolicy],
  [Object.create({ public: true }), noPolicy],
  [{ scopes: Object.create({ anyOf: ['order.read'] }) }, noList('scopes')],
  ...Object.entries({
    scopes: ['scope', 'Scopes', 'SCOPE'],
    groups: ['group', 'Groups'],
    maxAge: ['maxage', 'max_age', 'max-age', 'MaxAge'],
    authenticated: ['authenticate', 'Authenticated', 'authentication'],
    public: ['Public', 'publics'],
  }).flatMap(([name, misspelt]) =>
    misspelt.flatMap((other): [unknown, string][] => {
      const message = `declares "${other}", which is no policy: write ${name}`
      return [
        [{ [other]: ['order.read'] }, message],
        [{ scopes: ['order.read'], [other]: undefined }, message],
      ]
    }),
  ),
  ...['scopes', 'groups'].flatMap((name): [unknown, string][] => [
    ...noLists.map((list): [unknown, string] => [{ [name]: list }, noList(name)]),
    [{ [name]: { anyOf: null } }, noList(name)],
    [{ [name]: { allOf: ['order.read'] } }, noList(name)],
    [{ [name]: { anyOf: ['order.read'], allOf: ['order.write'] } }, noList(name)],
    ...noNames.map((list): [unknown, string] => [{ [name]: list }, emptyName(name)]),
    ...noNames.map((list): [unknown, string] => [{ [name]: { anyOf: list } }, emptyName(name)]),
  ]),
  ...['order.writ', 'order.write2', 'ORDER.READ', 'orders/order.read', 'order', '*', ' ']
    .concat('order.read order.write', 'toString', '__proto__')
    .flatMap((name): [unknown, string][] => [
      [{ scopes: [name] }, unknownScope(name)],
      [{ scopes: { anyOf: ['order.read', name] } }, unknownScope(name)],
    ]),
  ...[0, -1, 0.5, Number.NaN, Infinity, 1e10, null, [], '', '15', '15M', '1w', '15 m', ' 15m', '0m']
    .concat('-1m', '1.5h', '1e3s', '9999999999s', '15m\n')
    .map((maxAge): [unknown, string] => [{ maxAge }, noAge]),
  [{ authenticated: false }, 'declares authenticated: only true is possible'],
  [{ authenticated: 'yes' }, 'declares authenticated: only true is possible'],
  [{ public: false }, 'declares public: only true is possible'],
  [{ public: 1 }, 'declares public: only true is possible'],
  [{ public: null }, 'declares public: only true is possible'],
  [{ public: true, scopes: ['order.read'] }, 'declares public beside other demands'],
  [{ public: true, authenticated: true }, 'declares public beside other demands'],
  [{ authenticated: true, groups: ['a'] }, 'declares authenticated beside other demands'],
  [{ authenticated: true, maxAge: '15m' }, 'declares authenticated beside other demands'],
]

t.test('a route whose policy is missing or wrong stops start-up, naming the route', async t => {
  for (const [policy, message] of refused) {
    const error = await startError(app => {
      app.register(cognito, options)
      app.register(async scope => {
        scope.get('/orders', { config: policy as RoutePolicy }, () => 'let in')
      })
    })
    t.equal(error, `TypeError: cognito: the route GET /orders ${message}`, JSON.stringify(policy))
  }
})

t.test('what all objects have been made to inherit is no policy', async t => {
  Object.defineProperty(Object.prototype, 'public', { value: true, configurable: true })
  t.teardown(() => Reflect.deleteProperty(Object.prototype, 'public'))
  const error = await startError(app => {
    app.register(cognito, options)
    app.register(async scope => void scope.get('/orders', () => 'let in'))
  })
  t.equal(error, `TypeError: cognito: the route GET /orders ${noPolicy}`)
})

t.test('the route is named as it will be called', async t => {
  const named = (register: (app: FastifyInstance) => void) =>
    startError(app => {
      app.register(cognito, options)
      app.register(async scope => register(scope), { prefix: '/v1' })
    })
  const config: RoutePolicy = { scopes: [] }
  const message = noList('scopes')
  t.equal(
    await named(app => app.post('/orders/:id', { config }, () => 'let in')),
    `TypeError: cognito: the route POST /v1/orders/:id ${message}`,
  )
  t.equal(
    await named(app =>
      app.route({ method: ['PUT', 'PATCH'], url: '/', config, handler: () => 'let in' }),
    ),
    `TypeError: cognito: the route PUT,PATCH /v1 ${message}`,
  )
})

t.test('a wrong policy stops start-up even where the scope is not awaited', async t => {
  const error = await startError(app => {
    app.register(async scope => {
      await scope.register(cognito, options)
      scope.get('/orders', () => 'let in')
    })
  })
  t.equal(error, `TypeError: cognito: the route GET /orders ${noPolicy}`)
})

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
  const code = 'FST_ERR_DEC_ALREADY_PRESENT'
  t.equal(error, `FastifyError [${code}]: The decorator 'cognito' has already been added!`)
})

t.test('letting in answers what the other tests compare with', async t => {
  const service = await startService(t, pool, { now: clock })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
})
