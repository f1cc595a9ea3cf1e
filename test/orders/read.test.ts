import t from 'tap'
import { answerOf, requestId } from '../support/api-answers.ts'
import { overEachDatabase, preconditionFailed } from './orders-api.ts'

overEachDatabase(t, 'GET /orders/{orderId}', async (t, { alice, bob, caller }) => {
  const order = await alice.order()
  const url = `/orders/${order.id}`

  await t.test('shows an order with its entity tag', async t => {
    const reply = await alice.send('GET', url)
    t.equal(reply.statusCode, 200)
    t.equal(reply.headers.etag, '"1"')
    t.strictSame(reply.json(), order)
  })

  await t.test('RFC 9110 section 13.1.2: sends nothing to whom has the version', async t => {
    for (const tag of ['"1"', 'W/"1"', '"0", "1"', '*']) {
      const reply = await alice.send('GET', url, { headers: { 'if-none-match': tag } })
      t.equal(reply.statusCode, 304, tag)
      t.equal(reply.headers.etag, '"1"')
      t.equal(reply.body, '')
    }
    for (const tag of ['"2"', 'nonsense', '']) {
      const reply = await alice.send('GET', url, { headers: { 'if-none-match': tag } })
      t.equal(reply.statusCode, 200, tag)
    }
  })

  await t.test('RFC 9110 section 13.1.1: sends nothing but the version in If-Match', async t => {
    for (const tag of ['"2"', 'W/"1"']) {
      const headers = { 'if-match': tag, 'if-none-match': '"1"', 'x-request-id': requestId }
      t.strictSame(answerOf(await alice.send('GET', url, { headers })), preconditionFailed, tag)
    }
    const reply = await alice.send('GET', url, { headers: { 'if-match': '"1"' } })
    t.equal(reply.statusCode, 200)
  })

  await t.test("somebody else's order looks like none", async t => {
    const theirs = await bob.send('GET', url)
    const nobodys = await bob.send('GET', '/orders/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50')
    for (const reply of [theirs, nobodys]) {
      t.equal(reply.statusCode, 404)
      t.match(reply.json(), { code: 'not_found', detail: 'You have no order with this id.' })
    }
  })

  await t.test('an id that cannot be one is a mistake', async t => {
    for (const id of ['1', order.id.toUpperCase(), `urn:uuid:${order.id}`, `${order.id}%00`, "'"]) {
      const reply = await alice.send('GET', `/orders/${id}`)
      t.equal(reply.statusCode, 400, id)
      t.strictSame(reply.json().errors, [
        { pointer: '/params/orderId', message: 'must be a UUID in lower case' },
      ])
    }
  })

  await t.test('demands order.read', async t => {
    const writer = await caller({ scopes: ['order.write'] })
    const reply = await writer.send('GET', url)
    t.equal(reply.statusCode, 403)
    t.match(reply.headers['www-authenticate'], /scope="orders\/order\.read"/)
  })
})
