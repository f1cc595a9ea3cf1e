import type { Kysely } from 'kysely'
import t, { type Test } from 'tap'
import type { Tables } from '../../src/database/migrations/tables.ts'
import { createIdempotency, type Idempotency } from '../../src/orders/idempotency.ts'
import { createOrderStore } from '../../src/orders/store.ts'
import { eachOpenDatabase } from '../support/databases.ts'
import { sampleOrder } from './sample.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const REQUEST = { subject: 'alice', operation: 'POST /orders', key: 'k', body: { a: 1, b: [1, 2] } }

interface Parts {
  tables: Kysely<Tables>
  idempotency: Idempotency
  clock: { now: number }
  /** Does a request that inserts a sample order and answers with a number. */
  once(request: typeof REQUEST, result: number): Promise<{ result: number; replayed: boolean }>
  orders(): Promise<number>
}

function contract(name: string, body: (t: Test, parts: Parts) => Promise<void>): void {
  eachOpenDatabase(t, name, async (t, { tables }) => {
    const clock = { now: 1_612_345_678_000 }
    const idempotency = createIdempotency(tables, () => clock.now)
    await body(t, {
      tables,
      idempotency,
      clock,
      once: (request, result) =>
        idempotency.once(request, result, trx => createOrderStore(trx).insert(sampleOrder())),
      orders: async () => (await createOrderStore(tables).list({}, 100)).orders.length,
    })
  })
}

contract('the second request gets the answer of the first', async (t, { once, orders }) => {
  t.strictSame(await once(REQUEST, 1), { result: 1, replayed: false })
  t.strictSame(await once(REQUEST, 2), { result: 1, replayed: true })
  t.equal(await orders(), 1)
})

contract('another subject, operation or key is another request', async (t, { once, orders }) => {
  t.equal((await once(REQUEST, 1)).replayed, false)
  t.equal((await once({ ...REQUEST, subject: 'bob' }, 2)).replayed, false)
  t.equal((await once({ ...REQUEST, operation: 'POST /others' }, 3)).replayed, false)
  t.equal((await once({ ...REQUEST, key: 'K' }, 4)).replayed, false)
  t.equal(await orders(), 4)
})

contract('also while the other is under way', async (t, { once, orders }) => {
  const others = [REQUEST, { ...REQUEST, subject: 'bob' }, { ...REQUEST, key: 'K' }]
  const answers = await Promise.all(others.map((request, result) => once(request, result)))
  t.strictSame(
    answers,
    others.map((_, result) => ({ result, replayed: false })),
  )
  t.equal(await orders(), 3)
})

contract('the same content in another order of members is the same body', async (t, { once }) => {
  await once({ ...REQUEST, body: { a: 1, b: [1, 2] } }, 1)
  const turned = { b: [1, 2], a: 1 }
  t.equal((await once({ ...REQUEST, body: turned }, 2)).replayed, true)
})

contract('another body is refused', async (t, { once, orders }) => {
  await once(REQUEST, 1)
  for (const body of [
    { a: 1, b: [2, 1] },
    { a: 1, b: [1] },
    { a: 2, b: [1, 2] },
  ]) {
    await t.rejects(once({ ...REQUEST, body }, 2), {
      statusCode: 422,
      code: 'idempotency_key_reused',
    })
  }
  t.equal(await orders(), 1)
})

contract('a request that fails uses up neither key nor place', async (t, parts) => {
  const { idempotency, once, orders } = parts
  const failure = new Error('after the insert')
  await t.rejects(
    idempotency.once(REQUEST, 1, async trx => {
      await createOrderStore(trx).insert(sampleOrder())
      throw failure
    }),
    failure,
  )
  t.equal(await orders(), 0)
  t.strictSame(await once({ ...REQUEST, body: { a: 9, b: [] } }, 2), { result: 2, replayed: false })
  t.equal(await orders(), 1)
})

contract('while a request is under way, the same one is refused', async (t, parts) => {
  const { idempotency, once, orders } = parts
  const first = idempotency.once(REQUEST, 1, async trx => {
    await t.rejects(once(REQUEST, 2), {
      statusCode: 409,
      code: 'idempotency_key_in_use',
      headers: { 'retry-after': '1' },
    })
    await createOrderStore(trx).insert(sampleOrder())
  })
  t.strictSame(await first, { result: 1, replayed: false })
  t.strictSame(await once(REQUEST, 3), { result: 1, replayed: true })
  t.equal(await orders(), 1)
})

contract('a request under way in another instance is waited for', async (t, parts) => {
  const { tables, once, orders, clock } = parts
  const other = createIdempotency(tables, () => clock.now)
  const answers = await Promise.all([
    once(REQUEST, 1),
    other.once(REQUEST, 2, trx => createOrderStore(trx).insert(sampleOrder())),
  ])
  const [done] = answers.filter(({ replayed }) => !replayed)
  t.strictSame(
    answers.filter(({ replayed }) => replayed),
    [{ result: done?.result, replayed: true }],
  )
  t.equal(await orders(), 1)
})

contract('a key is forgotten after 24 hours', async (t, { once, orders, clock }) => {
  await once(REQUEST, 1)
  clock.now += DAY_MS - 1
  t.strictSame(await once(REQUEST, 2), { result: 1, replayed: true })
  clock.now += 1
  t.strictSame(await once({ ...REQUEST, body: { a: 9, b: [] } }, 3), { result: 3, replayed: false })
  t.equal(await orders(), 2)
})

contract('expired keys are deleted, however many', async (t, parts) => {
  const { tables, idempotency, once, clock } = parts
  const expired = Array.from({ length: 2001 }, (_, i) => ({
    subject: 'bob',
    operation: 'POST /orders',
    key: `key ${i}`,
    fingerprint: 'f',
    result: '1',
    expires_at: new Date(clock.now).toISOString(),
  }))
  for (let i = 0; i < expired.length; i += 500) {
    await tables
      .insertInto('idempotency_keys')
      .values(expired.slice(i, i + 500))
      .execute()
  }
  await once(REQUEST, 1)
  await idempotency.sweep()
  t.strictSame(await tables.selectFrom('idempotency_keys').select('key').execute(), [{ key: 'k' }])
})

contract('a clock that is ahead deletes no key that is still good', async (t, { tables, once }) => {
  const ahead = createIdempotency(tables, () => Date.now() + 2 * DAY_MS)
  await createIdempotency(tables).once(REQUEST, 1, async () => {})
  await once({ ...REQUEST, key: 'expired' }, 1)
  await ahead.sweep()
  t.strictSame(await tables.selectFrom('idempotency_keys').select('key').execute(), [{ key: 'k' }])
})
