import t from 'tap'
import { operationsOf } from '../../src/web/api/contract.ts'
import { foretell } from '../../src/web/api/forecast.ts'
import { claimsOf } from '../../src/web/oauth/tokens.ts'
import { startApi } from '../support/api.ts'

const { app, pool } = await startApi(t)
const operations = operationsOf(app.swagger())
const seconds = () => Date.now() / 1000

const tokens = {
  'alice with all scopes': {},
  'bob with all scopes': { user: 'bob@example.com' },
  'alice who may read': { scopes: ['order.read'] },
  'bob who may write': { user: 'bob@example.com', scopes: ['order.write'] },
  'alice who may revoke': { scopes: ['revocation.write'] },
  'nobody’s scopes': { scopes: [] },
  'an expired token': { expiresIn: -60 },
}

/** The guard’s decision; what an operation finds after it is another matter. */
const afterTheGuard = [200, 201, 204, 400, 404, 412, 415, 428, 503]

for (const [name, options] of Object.entries(tokens)) {
  t.test(`what is foretold is what the API does: ${name}`, async t => {
    const token = await pool.accessToken(options)
    for (const operation of operations) {
      // It would end the sign-in of this token.
      if (operation.path === '/sign-out') continue
      const { status, isGood, why } = foretell(operation, claimsOf(token), seconds())
      const reply = await app.inject({
        method: operation.method as 'GET',
        url: operation.path.replace(/\{\w+\}/, '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'),
        headers: { authorization: `Bearer ${token}` },
      })
      const subject = `${operation.method} ${operation.path}: ${why}`
      if (isGood) t.ok(afterTheGuard.includes(reply.statusCode), `${subject} ${reply.statusCode}`)
      else t.equal(reply.statusCode, status, subject)
    }
  })
}

t.test('all operations are there, with their status', async t => {
  const found = operations.map(({ method, path, success }) => `${method} ${path} ${success}`)
  t.ok(found.includes('POST /orders 201'))
  t.ok(found.includes('DELETE /admin/revocations/{revocationId} 204'))
  t.ok(found.includes('GET /hello 200'))
  t.ok(found.length > 15)
})

t.test('why, in words', async t => {
  const why = async (subject: string, options: object) => {
    const operation = operations.find(({ method, path }) => `${method} ${path}` === subject)
    if (operation === undefined) throw new Error(subject)
    return foretell(operation, claimsOf(await pool.accessToken(options)), seconds()).why
  }
  t.equal(await why('GET /livez', {}), 'Needs no token.')
  t.equal(await why('GET /hello', {}), 'Any access token will do.')
  t.equal(await why('GET /hello', { expiresIn: -1 }), 'The token has expired.')
  t.equal(await why('GET /orders', {}), 'The token has the scope orders/order.read.')
  t.equal(
    await why('GET /admin/orders', {}),
    'The token has the scope orders/order.read, and you are in the group admin.',
  )
  t.equal(await why('GET /admin/orders', { groups: [] }), 'You are not in the group admin.')
  t.equal(
    await why('GET /admin/orders', { groups: [], scopes: [] }),
    'Lacks the scope orders/order.read.',
    'as in the API, the scope is named first',
  )
})

t.test('demands that this API does not make', async t => {
  const [operation] = operationsOf({
    paths: {
      '/vault': {
        get: {
          summary: 'Open the vault',
          description:
            'Needs the scopes `a/x` or `a/y` and the groups `staff` or `board` and a sign-in at most 15m ago.',
          security: [{ cognito: ['a/x'] }, { cognito: ['a/y', 'a/z'] }],
        },
      },
    },
  })
  if (operation === undefined) throw new Error('no operation')
  t.strictSame(operation, {
    method: 'GET',
    path: '/vault',
    summary: 'Open the vault',
    success: 200,
    demands: {
      isPublic: false,
      scopeSets: [['a/x'], ['a/y', 'a/z']],
      groups: ['staff', 'board'],
      anyGroup: true,
      maxAge: 900,
    },
  })
  const good = { exp: 2000, auth_time: 200, scope: 'a/x', 'cognito:groups': ['board'] }
  const at = (claims: object) => foretell(operation, claims as Record<string, unknown>, 1000)
  t.match(at(good), { status: 200, isGood: true })
  t.match(at({ ...good, scope: 'a/y a/z' }), { isGood: true })
  t.match(at({ ...good, scope: 'a/y' }), { status: 403, why: 'Lacks the scope a/x.' })
  t.match(at({ ...good, 'cognito:groups': [] }), {
    status: 403,
    why: 'You are not in the group staff or board.',
  })
  t.match(at({ ...good, auth_time: 99 }), { status: 401, why: /^You signed in more than 900 s/ })
  t.match(at({ ...good, auth_time: undefined }), { status: 401 })

  const both = operationsOf({
    paths: {
      '/': {
        get: {
          description: 'Needs the groups `staff` and `board` and a sign-in at most 60s ago.',
          security: [{ cognito: [] }],
          responses: { 404: {} },
        },
      },
    },
  })[0]
  if (both === undefined) throw new Error('no operation')
  t.match(foretell(both, { exp: 2000 }, 1000), {
    why: 'You are not in the group staff and board.',
  })
  t.equal(both.demands.maxAge, 60)
  t.equal(both.summary, '')
})

t.test('what is no contract has no operations', async t => {
  for (const document of [undefined, null, 'text', {}, { paths: {} }, { paths: { '/': {} } }]) {
    t.strictSame(operationsOf(document), [])
  }
})
