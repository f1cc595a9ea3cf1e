import t from 'tap'
import { draftAgain } from '../../src/web/api/order-draft.ts'

const form = { sku: 'x'.repeat(300), quantity: '1', unitPrice: '2', idempotencyKey: 'key' }

function answer(status: number, json: unknown) {
  return { status, statusText: '', headers: new Headers(), json }
}

t.test('what was typed is kept, no more of it than fits into a field', async t => {
  const draft = draftAgain(form, answer(400, undefined))
  t.strictSame(draft?.values, { sku: 'x'.repeat(200), quantity: '1', unitPrice: '2', currency: '' })
  t.equal(draftAgain(form, answer(201, {})), undefined)
})

t.test('the key is another one only when no order can have been placed with it', async t => {
  for (const status of [401, 403, 409, 429, 500, 502, 503, 504]) {
    t.equal(draftAgain(form, answer(status, undefined))?.idempotencyKey, 'key', String(status))
  }
  t.equal(draftAgain(form, undefined)?.idempotencyKey, 'key')
  for (const status of [400, 422]) {
    t.match(draftAgain(form, answer(status, undefined))?.idempotencyKey, /^[0-9a-f-]{36}$/)
  }
})

t.test('the API’s mistakes by field; the first of each, and none of other members', async t => {
  for (const [errors, mistakes] of [
    [
      [
        { pointer: '/items/0/sku', message: 'one' },
        { pointer: '/items/0/sku', message: 'two' },
        { pointer: '/currency', message: 'y'.repeat(300) },
        { pointer: '/items/0/quantity', message: { toString: 1 } },
        { pointer: '/items', message: 'x' },
        { pointer: '__proto__', message: 'x' },
        { pointer: 1, message: 'x' },
        { message: 'x' },
        null,
      ],
      { sku: 'one', currency: 'y'.repeat(200) },
    ],
    ['none', {}],
    [undefined, {}],
  ] as const) {
    t.strictSame(draftAgain(form, answer(400, { errors }))?.mistakes, mistakes)
  }
  t.strictSame(draftAgain(form, answer(502, null))?.mistakes, {})
})
