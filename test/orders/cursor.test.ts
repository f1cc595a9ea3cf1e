import t from 'tap'
import { fromCursor, toCursor } from '../../src/orders/cursor.ts'

const ID = '019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'
const LIST = { customer: 'alice' }
const cursor = toCursor(ID, LIST)

t.test('a cursor leads back to its place in its list', async t => {
  t.match(cursor, /^[A-Za-z0-9_-]{32}$/)
  t.equal(fromCursor(cursor, LIST), ID)
})

t.test('a cursor does not fit another list', async t => {
  t.equal(fromCursor(cursor, { customer: 'bob' }), undefined)
  t.equal(fromCursor(cursor, {}), undefined)
  t.equal(fromCursor(cursor, { ...LIST, status: 'pending' }), undefined)
})

t.test('a cursor with any character changed is none', async t => {
  for (let place = 0; place < cursor.length; place++) {
    const other = cursor[place] === 'A' ? 'B' : 'A'
    const changed = cursor.slice(0, place) + other + cursor.slice(place + 1)
    t.equal(fromCursor(changed, LIST), undefined, `character ${place}`)
  }
})

t.test('what is not a cursor', async t => {
  for (const text of [
    '',
    'A',
    ID,
    `${cursor}=`,
    `${cursor}AA`,
    ` ${cursor}`,
    cursor.slice(0, -1),
  ]) {
    t.equal(fromCursor(text, LIST), undefined, text)
  }
})
