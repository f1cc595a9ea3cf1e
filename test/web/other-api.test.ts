import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { buildWebClient } from '../../src/web/web-client.ts'
import { standIn } from './stand-in.ts'
import { createVisitor, read } from './visitor.ts'
import { createWorld, visit } from './world.ts'

const world = await createWorld(t)

async function signedIn(t: Test) {
  const api = await standIn(t, world.pool.origin)
  const visitor = await visit(t, world, { apiUrl: api.origin })
  await visitor.signIn()
  return { api, visitor }
}

t.test('the id of an order leads to no other path of the API', async t => {
  const api = await standIn(t, world.pool.origin)
  const app = await buildWebClient({ ...world.settings, apiUrl: api.origin })
  t.teardown(() => app.close())
  const visitor = createVisitor(app, world.pool, world.url)
  await visitor.signIn()
  const [, csrf = ''] = /name="_csrf" value="([^"]+)"/.exec((await visitor.get('/')).body) ?? []
  const cookie = [...visitor.cookies].map(pair => pair.join('=')).join('; ')
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo

  /** Over the wire, since an injected path has its dots resolved before it arrives. */
  async function cancel(path: string) {
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const asked = request({ host: '127.0.0.1', port, method: 'POST', path, headers })
    asked.end(`_csrf=${csrf}`)
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode, body: await text(answer) }
  }

  api.answers.set('/orders/..%2Fsign-out', { status: 404, json: { code: 'order_not_found' } })
  for (const id of ['..', '.', '%2e%2E', '%2E', '.%2e']) {
    const { status, body } = await cancel(`/orders/${id}/cancel`)
    t.equal(status, 404)
    t.match(body, '<h1>There is no such page</h1>')
  }
  t.strictSame(
    api.requests.filter(([path]) => !path.startsWith('/oauth2/')),
    [],
  )
  t.equal((await cancel('/orders/..%2Fsign-out/cancel')).status, 303)
  t.equal(api.requests.at(-1)?.[0], '/orders/..%2Fsign-out')
})

t.test('something else than the API may answer at its address', async t => {
  const { api, visitor } = await signedIn(t)
  const order = { id: 'a', status: 'pending', currency: 'EUR', total: 1, items: [] }
  for (const items of [
    5,
    'text',
    [null],
    [{}],
    [{ ...order, items: null }],
    [{ ...order, currency: '<b>' }],
  ]) {
    api.answers.set('/orders', { json: { items } })
    api.answers.set('/openapi.json', { json: { paths: { '/': null } } })
    const answer = await visitor.get('/orders')
    t.equal(answer.statusCode, 200)
    t.match(answer.body, 'role="alert">The API answered 200</p>')
    t.match(answer.body, 'role="alert">The API gave no contract.</p>')
  }
})

t.test('the token follows no redirect', async t => {
  const { api, visitor } = await signedIn(t)
  for (const status of [302, 307]) {
    api.answers.set('/orders', { status, headers: { location: '/elsewhere' } })
    t.match((await visitor.get('/orders')).body, `role="alert">The API answered ${status}`)
  }
  t.strictSame(
    api.requests.filter(([path]) => path === '/elsewhere'),
    [],
  )
})

t.test('an answer without an end is none, and one without a body is one', async t => {
  const { api, visitor } = await signedIn(t)
  api.answers.set('/orders', { json: 'x'.repeat(4_000_000) })
  const answer = await visitor.get('/orders')
  t.equal(answer.statusCode, 503)
  t.match(answer.body, 'role="alert">The API does not answer.')
  api.answers.set('/orders/a', { status: 204 })
  api.answers.set('/orders', { json: { items: [] } })
  await visitor.post('/orders/a/cancel')
  t.match((await visitor.get('/orders')).body, '<span class="pill good">204 No Content</span>')
})

t.test('what it puts into an order or its contract is text', async t => {
  const { api, visitor } = await signedIn(t)
  const items = [{ sku: '<script>alert(1)</script>', quantity: '"' }]
  const order = { id: null, status: { '<b>': 1 }, currency: 'EUR', total: 1, items }
  const operation = { summary: ['<i>'], security: [], responses: {} }
  api.answers.set('/orders', { json: { items: [order, { ...order, id: '../x?"' }] } })
  api.answers.set('/openapi.json', { json: { paths: { '/<u>': { get: operation } } } })
  const { statusCode, body } = await visitor.get('/orders')
  t.equal(statusCode, 200)
  t.match(body, '&quot; × <bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>')
  t.match(body, '<code>GET /&lt;u&gt;</code> &lt;i&gt;</span>')
  t.match(body, 'action="/orders/..%2Fx%3F%22/cancel"')
  t.match(body, '<code class="quiet">null</code>')
})

t.test(
  'ten orders are the newest of perhaps more, and an order shows its first three items',
  async t => {
    const { api, visitor } = await signedIn(t)
    const items = ['a', 'b', 'c', 'd', 'e'].map((sku, index) => ({ sku, quantity: index + 1 }))
    const order = (id: number) => ({ id, status: 'pending', currency: 'EUR', total: 100, items })
    const list = async (count: number) => {
      const orders = Array.from({ length: count }, (_, id) => order(id))
      api.answers.set('/orders', { json: { items: orders } })
      return read(await visitor.get('/orders')).text
    }
    const ten = await list(10)
    t.match(ten, '1 × a, 2 × b, 3 × c and 2 more · €1.00')
    t.match(ten, 'Cancel a, 7')
    t.match(ten, 'The 10 newest; GET /orders lists all of them.')
    t.notMatch(await list(9), 'newest; GET')
  },
)
