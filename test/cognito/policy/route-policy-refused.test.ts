import type { FastifyInstance } from 'fastify'
import t from 'tap'
import { cognito, type RoutePolicy } from '../../../src/cognito/index.ts'
import { resource } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { resourceServer, startError, trusting } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const options = { ...trusting(pool), resourceServer, resource, now: clock }

const noPolicy =
  "declares no policy: add config: { scopes: ['...'] }, { groups: ['...'] }, { maxAge: '15m' }, { authenticated: true } or { public: true }; a route of another plugin gets it from an onRoute hook (docs/plugin.md)"
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
