import t from 'tap'
import { createUuidV7 } from '../../src/resources/uuid-v7.ts'

t.test('RFC 9562 section 5.7: time, version 7, variant', async t => {
  const id = createUuidV7(() => 0x017f22e279b0)()
  t.match(id, /^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

t.test('each id sorts after the one before, and is different', async t => {
  const next = createUuidV7()
  const ids = Array.from({ length: 10_000 }, next)
  t.strictSame([...ids].sort(), ids)
  t.equal(new Set(ids).size, ids.length)
})

t.test('RFC 9562 section 6.2: more ids in a millisecond than the counter holds', async t => {
  const next = createUuidV7(() => 1000)
  const ids = Array.from({ length: 10_000 }, next)
  t.strictSame([...ids].sort(), ids)
  t.equal(new Set(ids.map(id => id.slice(0, 18))).size, ids.length)
})

t.test('RFC 9562 section 6.2: a clock that is set back', async t => {
  let now = 2000
  const next = createUuidV7(() => now)
  const before = next()
  now = 1000
  const after = next()
  t.equal(after.slice(0, 13), before.slice(0, 13))
  t.ok(after > before)
})
