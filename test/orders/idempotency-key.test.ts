import { randomUUID } from 'node:crypto'
import t from 'tap'
import { overEachDatabase } from './orders-api.ts'
import { NEW_ORDER } from './sample.ts'

overEachDatabase(t, 'Idempotency-Key', async (t, { alice, bob }) => {
  const create = (caller: typeof alice, key: string, body: object = NEW_ORDER) =>
    caller.send('POST', '/orders', { body, headers: { 'idempotency-key': key } })
  const count = async () => (await alice.send('GET', '/orders?limit=100')).json().items.length

  await t.test('the second request gets the answer of the first', async t => {
    const key = randomUUID()
    const first = await create(alice, key)
    const second = await create(alice, key)
    t.equal(first.statusCode, 201)
    t.equal('idempotency-replayed' in first.headers, false)
    t.equal(second.statusCode, 201)
    t.equal(second.headers['idempotency-replayed'], 'true')
    t.equal(second.headers.location, first.headers.location)
    t.equal(second.headers.etag, first.headers.etag)
    t.equal(second.body, first.body)
    t.equal(await count(), 1)
  })

  await t.test('the answer stays the first one when the order has changed since', async t => {
    const key = randomUUID()
    const first = await create(alice, key)
    const headers = { 'if-match': '"1"' }
    const body = { status: 'confirmed' }
    await alice.send('PATCH', first.headers.location as string, { body, headers })
    const second = await create(alice, key)
    t.equal(second.body, first.body)
    t.equal(second.headers.etag, '"1"')
  })

  await t.test('another body is refused', async t => {
    const key = randomUUID()
    const before = await count()
    await create(alice, key)
    const reply = await create(alice, key, { ...NEW_ORDER, note: 'Other.' })
    t.equal(reply.statusCode, 422)
    t.equal(reply.json().code, 'idempotency_key_reused')
    t.equal(await count(), before + 1)
  })

  await t.test('the key of somebody else is another key', async t => {
    const key = randomUUID()
    const first = await create(alice, key)
    const second = await create(bob, key)
    t.equal(second.statusCode, 201)
    t.equal('idempotency-replayed' in second.headers, false)
    t.not(second.json().id, first.json().id)
  })

  await t.test('a refused request does not use up its key', async t => {
    const key = randomUUID()
    t.equal((await create(alice, key, { ...NEW_ORDER, currency: 'ABC' })).statusCode, 400)
    t.equal((await create(alice, key)).statusCode, 201)
  })

  await t.test('requests at the same time make one order', async t => {
    const key = randomUUID()
    const before = await count()
    const replies = await Promise.all(Array.from({ length: 5 }, () => create(alice, key)))
    const made = replies.filter(({ statusCode }) => statusCode === 201)
    const refused = replies.filter(({ statusCode }) => statusCode === 409)
    t.equal(made.length + refused.length, 5)
    t.equal(made.filter(({ headers }) => !headers['idempotency-replayed']).length, 1)
    for (const { headers } of refused) t.equal(headers['retry-after'], '1')
    t.equal(await count(), before + 1)
  })

  await t.test('1 to 255 printable characters', async t => {
    for (const key of ['k', '"8e03978e"', 'x'.repeat(255)]) {
      t.equal((await create(alice, key)).statusCode, 201, key)
    }
    for (const key of ['', 'two words', 'one, two', 'ä', 'x'.repeat(256)]) {
      const reply = await create(alice, key)
      t.equal(reply.statusCode, 400, key)
      t.equal(reply.json().errors[0].pointer, '/headers/idempotency-key', key)
    }
  })
})
