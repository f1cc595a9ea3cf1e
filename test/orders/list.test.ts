import t from 'tap'
import { type Caller, overEachDatabase } from './orders-api.ts'

type Listed = { id: string }
const ids = (orders: Listed[]) => orders.map(({ id }) => id)

/** Follows the Link headers of a list to its end. */
async function pages(caller: Caller, url: string): Promise<string[][]> {
  const found: string[][] = []
  for (let next: string | undefined = url; next !== undefined; ) {
    const reply = await caller.send('GET', next)
    const { items, nextCursor } = reply.json()
    found.push(ids(items))
    next = /^<(.*)>; rel="next"$/.exec(String(reply.headers.link ?? ''))?.[1]
    if ((nextCursor !== null) !== (next?.includes(`cursor=${nextCursor}`) ?? false)) {
      throw new Error('Link and nextCursor differ')
    }
  }
  return found
}

async function orders(caller: Caller, count: number): Promise<string[]> {
  const made: string[] = []
  for (let i = 0; i < count; i++) made.unshift((await caller.order()).id)
  return made
}

overEachDatabase(t, 'GET /orders', async (t, { alice, bob, machine, caller }) => {
  await t.test('of somebody without orders is empty', async t => {
    const reply = await (await machine()).send('GET', '/orders')
    t.equal(reply.statusCode, 200)
    t.strictSame(reply.json(), { items: [], nextCursor: null })
    t.equal('link' in reply.headers, false)
  })

  const hers = await orders(alice, 21)
  const his = await orders(bob, 2)

  await t.test("lists the caller's own, newest first", async t => {
    t.strictSame(await pages(bob, '/orders'), [his])
  })

  await t.test('has 20 on a page unless told otherwise', async t => {
    t.strictSame(await pages(alice, '/orders'), [hers.slice(0, 20), hers.slice(20)])
    t.strictSame(await pages(alice, '/orders?limit=100'), [hers])
    t.strictSame(await pages(alice, '/orders?limit=21'), [hers])
    t.strictSame(await pages(bob, '/orders?limit=1'), [[his[0]], [his[1]]])
  })

  await t.test('keeps its place while orders are added and changed', async t => {
    const first = (await alice.send('GET', '/orders?limit=5')).json()
    await alice.order()
    await alice.send('DELETE', `/orders/${hers[6]}`)
    const second = await alice.send('GET', `/orders?limit=5&cursor=${first.nextCursor}`)
    t.strictSame(ids(second.json().items), hers.slice(5, 10))
  })

  await t.test('refuses a cursor that is not one of this list', async t => {
    const { nextCursor } = (await alice.send('GET', '/orders?limit=5')).json()
    const tampered = (nextCursor[0] === 'A' ? 'B' : 'A') + nextCursor.slice(1)
    for (const cursor of [tampered, hers[3], '', '%00', 'x'.repeat(65)]) {
      const reply = await alice.send('GET', `/orders?cursor=${cursor}`)
      t.equal(reply.statusCode, 400, String(cursor))
      t.equal(reply.json().errors[0].pointer, '/query/cursor')
    }
    t.equal((await bob.send('GET', `/orders?cursor=${nextCursor}`)).statusCode, 400)
  })

  await t.test('refuses parameters that make no sense', async t => {
    const endless = ['1e9999', '-1e9999', 'Infinity', '-Infinity', 'NaN']
    for (const limit of ['0', '101', '-1', '1.5', 'ten', '', '1&limit=2', ...endless]) {
      const reply = await alice.send('GET', `/orders?limit=${limit}`)
      t.equal(reply.statusCode, 400, limit)
      t.equal(reply.json().errors[0].pointer, '/query/limit')
    }
    t.equal((await alice.send('GET', '/orders?customer=bob')).statusCode, 400)
  })

  await t.test('demands order.read', async t => {
    const writer = await caller({ scopes: ['order.write'] })
    t.equal((await writer.send('GET', '/orders')).statusCode, 403)
  })
})

overEachDatabase(t, 'GET /admin/orders', async (t, { alice, bob, machine, caller }) => {
  const [b, a] = await orders(alice, 2)
  const [d, c] = await orders(bob, 2)
  await alice.send('DELETE', `/orders/${b}`)
  await bob.send('DELETE', `/orders/${d}`)

  await t.test("lists everyone's orders, newest first, in pages", async t => {
    t.strictSame(await pages(alice, '/admin/orders'), [[d, c, b, a]])
    t.strictSame(await pages(alice, '/admin/orders?limit=3'), [[d, c, b], [a]])
  })

  await t.test('of one customer, of one status, or both', async t => {
    const of = (query: string) => pages(alice, `/admin/orders?limit=1&${query}`)
    t.strictSame(await of(`customer=${bob.sub}`), [[d], [c]])
    t.strictSame(await of('status=cancelled'), [[d], [b]])
    t.strictSame(await of(`customer=${bob.sub}&status=cancelled`), [[d]])
    t.strictSame(await of('customer=nobody'), [[]])
  })

  await t.test('refuses the cursor of another list', async t => {
    const { nextCursor } = (await alice.send('GET', '/admin/orders?limit=1')).json()
    for (const url of ['/orders', '/admin/orders?status=pending']) {
      const separator = url.includes('?') ? '&' : '?'
      const reply = await alice.send('GET', `${url}${separator}cursor=${nextCursor}`)
      t.equal(reply.statusCode, 400, url)
    }
  })

  await t.test('refuses filters that make no sense', async t => {
    for (const query of ['status=lost', 'status=', 'customer=', 'customer=a%00b', 'customer=%20']) {
      const reply = await alice.send('GET', `/admin/orders?${query}`)
      t.equal(reply.statusCode, 400, query)
      t.equal(reply.json().errors[0].pointer, `/query/${query.split('=')[0]}`)
    }
  })

  await t.test('demands order.read and the group admin', async t => {
    const others = [bob, await machine(), await caller({ groups: ['staff'] })]
    for (const other of others) {
      const reply = await other.send('GET', '/admin/orders')
      t.equal(reply.statusCode, 403)
      t.equal(reply.json().code, 'forbidden')
    }
    const writer = await caller({ scopes: ['order.write'], groups: ['admin'] })
    const reply = await writer.send('GET', '/admin/orders')
    t.equal(reply.statusCode, 403)
    t.equal(reply.json().code, 'insufficient_scope')
  })
})
