import type { FastifyContextConfig, RouteOptions } from 'fastify'
import t from 'tap'
import { describeDemands } from '../../src/openapi/demands.ts'

function described(config: Partial<FastifyContextConfig>, schema: object | undefined) {
  const route = { config, schema, url: '/orders', method: 'GET' } as unknown as RouteOptions
  describeDemands('orders')(route)
  return route.schema
}

t.test('an operation says in words what it demands', t => {
  const cases: [Partial<FastifyContextConfig>, string][] = [
    [{ public: true }, 'Needs no token.'],
    [{ authenticated: true }, 'Needs any access token of the user pool.'],
    [{ scopes: ['order.read'] }, 'Needs the scope `orders/order.read`.'],
    [
      { scopes: ['order.read', 'order.write'] },
      'Needs the scopes `orders/order.read` and `orders/order.write`.',
    ],
    [
      { scopes: { anyOf: ['order.read', 'order.write'] }, groups: ['admin'] },
      'Needs the scopes `orders/order.read` or `orders/order.write` and the group `admin`.',
    ],
    [
      { groups: ['admin'], maxAge: '15m' },
      'Needs the group `admin` and a sign-in at most 15m ago.',
    ],
    [{ maxAge: 900 }, 'Needs a sign-in at most 900s ago.'],
  ]
  for (const [config, words] of cases) {
    t.strictSame(described(config, { description: 'Lists.' }), {
      description: `Lists.\n\n${words}`,
    })
  }
  t.end()
})

t.test('what is not in the document is left alone', t => {
  t.equal(described({ public: true }, undefined), undefined)
  t.strictSame(described({ public: true }, { hide: true }), { hide: true })
  t.strictSame(described(undefined as never, { description: 'Lists.' }), {
    description: 'Lists.\n\nNeeds any access token of the user pool.',
  })
  t.end()
})
