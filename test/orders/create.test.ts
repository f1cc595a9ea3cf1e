import t from 'tap'
import { overEachDatabase } from './orders-api.ts'
import { NEW_ORDER } from './sample.ts'

overEachDatabase(t, 'POST /orders', async (t, { alice, bob, machine, caller, pool }) => {
  await t.test('creates an order of the caller', async t => {
    const reply = await alice.send('POST', '/orders', { body: NEW_ORDER })
    t.equal(reply.statusCode, 201)
    const order = reply.json()
    t.equal(reply.headers.location, `/orders/${order.id}`)
    t.equal(reply.headers.etag, '"1"')
    t.equal('idempotency-replayed' in reply.headers, false)
    t.strictSame(order, {
      id: order.id,
      status: 'pending',
      ...NEW_ORDER,
      total: 2848,
      customer: alice.sub,
      createdBy: pool.client('web').id,
      createdAt: order.createdAt,
      updatedAt: order.createdAt,
      version: 1,
    })
    t.strictSame((await alice.send('GET', `/orders/${order.id}`)).json(), order)
  })

  await t.test('creates an order of a machine', async t => {
    const { sub, order } = await machine()
    t.match(await order(), { customer: sub, createdBy: sub })
  })

  await t.test('takes any text that is one', async t => {
    const note = 'zwölf 🫖 \u0001\n" \\ \u2028'
    const sku = ' 茶 #1 '
    const order = await alice.order({ note, items: [{ sku, quantity: 1, unitPrice: 0 }] })
    const stored = (await alice.send('GET', `/orders/${order.id}`)).json()
    t.strictSame([stored.note, stored.items[0].sku, stored.total], [note, sku, 0])
  })

  await t.test('names every mistake, and stores nothing', async t => {
    const item = { sku: 'tea', quantity: 1, unitPrice: 1 }
    const rows: [what: string, body: unknown, pointers: string[]][] = [
      ['no members', {}, ['/currency', '/items']],
      ['no object', [], ['']],
      ['null', null, ['']],
      ['an unknown member', { ...NEW_ORDER, total: 5 }, ['/total']],
      [
        'an unknown member of an item',
        { ...NEW_ORDER, items: [{ ...item, x: 1 }] },
        ['/items/0/x'],
      ],
      [
        'a number as text',
        { ...NEW_ORDER, items: [{ ...item, quantity: '1' }] },
        ['/items/0/quantity'],
      ],
      ['a text as number', { ...NEW_ORDER, note: 5 }, ['/note']],
      ['null for a text', { ...NEW_ORDER, note: null }, ['/note']],
      ['no items', { ...NEW_ORDER, items: [] }, ['/items']],
      ['too many items', { ...NEW_ORDER, items: Array(101).fill(item) }, ['/items']],
      ['nothing of it', { ...NEW_ORDER, items: [{ ...item, quantity: 0 }] }, ['/items/0/quantity']],
      [
        'a fraction',
        { ...NEW_ORDER, items: [{ ...item, unitPrice: 0.5 }] },
        ['/items/0/unitPrice'],
      ],
      [
        'a negative price',
        { ...NEW_ORDER, items: [{ ...item, unitPrice: -1 }] },
        ['/items/0/unitPrice'],
      ],
      [
        'an unsafe price',
        { ...NEW_ORDER, items: [{ ...item, unitPrice: 2 ** 53 }] },
        ['/items/0/unitPrice'],
      ],
      [
        'an impossible total',
        { ...NEW_ORDER, items: [{ ...item, quantity: 9e15, unitPrice: 2 }] },
        ['/items'],
      ],
      ['an empty sku', { ...NEW_ORDER, items: [{ ...item, sku: '' }] }, ['/items/0/sku']],
      ['a long sku', { ...NEW_ORDER, items: [{ ...item, sku: 'x'.repeat(65) }] }, ['/items/0/sku']],
      ['NUL in a sku', { ...NEW_ORDER, items: [{ ...item, sku: 'a\u0000' }] }, ['/items/0/sku']],
      [
        'half a character in a sku',
        { ...NEW_ORDER, items: [{ ...item, sku: '\udc00' }] },
        ['/items/0/sku'],
      ],
      ['NUL in a note', { ...NEW_ORDER, note: '\u0000' }, ['/note']],
      ['half a character in a note', { ...NEW_ORDER, note: 'a\ud800b' }, ['/note']],
      ['a long note', { ...NEW_ORDER, note: 'x'.repeat(1001) }, ['/note']],
      ['a currency in lower case', { ...NEW_ORDER, currency: 'eur' }, ['/currency']],
      ['a currency that is none', { ...NEW_ORDER, currency: 'ABC' }, ['/currency']],
      [
        'many',
        { currency: 1, items: [{}], x: 1 },
        ['/currency', '/items/0/quantity', '/items/0/sku', '/items/0/unitPrice', '/x'],
      ],
    ]
    for (const [what, body, pointers] of rows) {
      const reply = await bob.send('POST', '/orders', {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })
      const { status, code, errors } = reply.json()
      t.strictSame([status, code], [400, 'validation_failed'], what)
      const found = errors.map(({ pointer }: { pointer: string }) => pointer).sort()
      t.strictSame([...new Set(found)], pointers, what)
    }
    t.strictSame((await bob.send('GET', '/orders')).json().items, [])
  })

  await t.test('demands order.write', async t => {
    const reader = await caller({ scopes: ['order.read'] })
    const reply = await reader.send('POST', '/orders', { body: NEW_ORDER })
    t.equal(reply.statusCode, 403)
    t.match(reply.headers['www-authenticate'], /scope="orders\/order\.write"/)
  })
})
