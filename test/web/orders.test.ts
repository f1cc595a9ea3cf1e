import t from 'tap'
import { standIn } from './stand-in.ts'
import { read } from './visitor.ts'
import { createWorld, listenApi, visit } from './world.ts'

const world = await createWorld(t)
await listenApi(t, world)
const { settings } = world

const order = {
  sku: 'tea <earl> & "grey"',
  quantity: '2',
  unitPrice: '450',
  currency: 'EUR',
  idempotencyKey: '8d1f5c02-6f0e-4b9a-9a53-3c1f0d2b7e11',
}

t.test('place an order, see it, cancel it', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  t.match(read(await visitor.get('/orders')).text, 'Your newest orders None yet.')

  const placed = await visitor.post('/orders', order)
  t.equal(placed.statusCode, 303)
  t.equal(placed.headers.location, '/orders#last-call')
  const page = await visitor.get('/orders')
  t.equal(page.statusCode, 200)
  t.match(page.body, '<span class="pill good">201 Created</span> <code>POST /orders</code>')
  t.match(page.body, /Location: \/orders\/[0-9a-f-]{36}\nETag: &quot;1&quot;\nTraceresponse: /)
  t.match(
    page.body,
    '2 × <bdi>tea &lt;earl&gt; &amp; &quot;grey&quot;</bdi> · <strong>€9.00</strong>',
  )
  t.match(page.body, '<span class="pill">pending</span>')
  t.notMatch((await visitor.get('/orders')).body, '201 Created', 'a call is shown once')

  const [, cancel = ''] = /action="(\/orders\/[0-9a-f-]+\/cancel)"/.exec(page.body) ?? []
  t.equal((await visitor.post(cancel)).statusCode, 303)
  const after = await visitor.get('/orders')
  t.match(after.body, /<span class="pill good">200 OK<\/span> <code>DELETE \/orders\/[0-9a-f-]+</)
  t.match(after.body, '<span class="pill">cancelled</span>')
  t.notMatch(after.body, cancel, 'what is cancelled cannot be cancelled')
})

t.test('a form that is sent twice is one order', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn('bob@example.com')
  for (const _ of [1, 2]) await visitor.post('/orders', order)
  const { body } = await visitor.get('/orders')
  t.equal(body.match(/<div class="what">/g)?.length, 1)
  const keys = [body, (await visitor.get('/orders')).body].map(
    page => /name="idempotencyKey" value="([^"]+)"/.exec(page)?.[1],
  )
  t.match(keys[0], /^[0-9a-f-]{36}$/)
  t.not(keys[0], keys[1], 'each page has a key of its own')
})

t.test('what the API does not take, it says itself', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  await visitor.post('/orders', { ...order, quantity: 'two', unitPrice: '-1' })
  const { body } = await visitor.get('/orders')
  t.match(body, '<span class="pill bad">400 Bad Request</span> <code>POST /orders</code>')
  t.match(body, '&quot;pointer&quot;: &quot;/items/0/quantity&quot;')
  t.match(body, '&quot;pointer&quot;: &quot;/items/0/unitPrice&quot;')
  t.match(body, '&quot;quantity&quot;: &quot;two&quot;', 'the body that was sent')
  const values = [...body.matchAll(/<input id="\w+" name="(\w+)" value="([^"]*)"/g)].map(
    ([, name, value]) => [name, value],
  )
  t.strictSame(values, [
    ['sku', 'tea &lt;earl&gt; &amp; &quot;grey&quot;'],
    ['quantity', 'two'],
    ['unitPrice', '-1'],
    ['currency', 'EUR'],
  ])
  t.match(body, /name="quantity"[^>]* aria-invalid="true" aria-describedby="quantity-mistake"/)
  t.match(body, '<p class="mistake" id="quantity-mistake">must be integer</p>')
  t.match(body, '<p class="mistake" id="unitPrice-mistake">must be &gt;= 0</p>')
  t.notMatch(body, /name="sku"[^>]* aria-invalid/)
  t.notMatch(body, order.idempotencyKey)
  t.match((await visitor.get('/orders')).body, 'value="two" inputmode', 'kept until one is placed')
  await visitor.post('/orders', { ...order, idempotencyKey: 'another' })
  t.match((await visitor.get('/orders')).body, 'value="tea-earl-grey"')

  await visitor.post('/orders')
  t.match((await visitor.get('/orders')).body, '<span class="pill bad">400 Bad Request</span>')
  await visitor.post('/orders/nobody%2F..%2F..%2Fhello/cancel')
  t.match(
    (await visitor.get('/orders')).body,
    '<code>DELETE /orders/nobody%2F..%2F..%2Fhello</code>',
    'an id stays an id',
  )
})

t.test('a token that lacks the scope', async t => {
  const userPool = { ...settings.userPool, scopes: ['openid', 'orders/order.write'] }
  const visitor = await visit(t, world, { userPool })
  await visitor.signIn()
  const page = await visitor.get('/orders')
  t.equal(page.statusCode, 200)
  t.match(read(page).text, 'The API answered 403: insufficient_scope: ')
  t.match(read(page).text, '403 GET /orders List your orders Lacks the scope orders/order.read.')
})

t.test('the API away', async t => {
  const away = await createWorld(t)
  const visitor = await visit(t, away)
  await visitor.signIn()
  const page = await visitor.get('/orders')
  t.equal(page.statusCode, 503)
  t.match(page.body, 'role="alert">The API does not answer. On a laptop, npm start runs it.</p>')
  t.match(page.body, 'role="alert">The API gave no contract.</p>')
  await visitor.post('/orders', order)
  const { body } = await visitor.get('/orders')
  t.match(body, '<span class="pill bad">no answer</span> <code>POST /orders</code>')
  t.match(body, `name="idempotencyKey" value="${order.idempotencyKey}"`, 'it may have been placed')
  t.match(body, 'name="sku" value="tea &lt;earl&gt;')
})

t.test('answers that are not the API’s', async t => {
  const { origin: apiUrl, answers } = await standIn(t, settings.apiUrl)
  const visitor = await visit(t, world, { apiUrl })
  await visitor.signIn()
  answers.set('/orders', { status: 200, json: null })
  t.match(read(await visitor.get('/orders')).text, 'The API answered 200 ')
  answers.set('/orders', { status: 504 })
  t.match(read(await visitor.get('/orders')).text, 'The API answered 504 ')
  answers.set('/orders', { status: 502, json: { code: '<bad>', detail: 'gateway' } })
  t.match((await visitor.get('/orders')).body, 'The API answered 502: &lt;bad&gt;: gateway')
})

t.test('sums in currencies with other minor units', async t => {
  const visitor = await visit(t, world)
  await visitor.signIn()
  for (const currency of ['JPY', 'KWD', 'HUF'])
    await visitor.post('/orders', {
      ...order,
      idempotencyKey: currency,
      currency,
    })
  const { text } = read(await visitor.get('/orders'))
  t.match(text, '¥900')
  t.match(text, /KWD\s0\.900/)
  t.match(text, /HUF\s9\.00/)
})

t.test('the contract is read once a minute', async t => {
  let now = Date.now()
  const { origin: apiUrl, requests } = await standIn(t, settings.apiUrl)
  const visitor = await visit(t, world, { apiUrl, now: () => now })
  await visitor.signIn()
  const reads = () => requests.filter(([path]) => path === '/openapi.json').length
  for (const _ of [1, 2]) await visitor.get('/orders')
  t.equal(reads(), 1)
  now += 60_001
  await visitor.get('/orders')
  t.equal(reads(), 2)
})
