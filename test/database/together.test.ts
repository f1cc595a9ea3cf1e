import { setImmediate as turn } from 'node:timers/promises'
import t from 'tap'
import { unavailable } from '../../src/database/driver.ts'
import { together } from '../../src/database/together.ts'

/** A store that ends with each group when it is told to. */
function createStore() {
  const groups: { items: readonly number[]; end(error?: Error): void }[] = []
  const store = together<number>(
    items =>
      new Promise((resolve, reject) => {
        groups.push({ items, end: error => (error ? reject(error) : resolve()) })
      }),
  )
  return { store, groups, items: () => groups.map(({ items }) => items) }
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

t.test('what comes while two groups are under way is the next one', async t => {
  const { store, groups, items } = createStore()
  const stored: number[] = []
  const all = upTo(6).map(item => store(item).then(() => stored.push(item)))
  t.strictSame(items(), [[0], [1]])
  groups[1]?.end()
  await turn()
  t.strictSame(stored, [1])
  t.strictSame(items(), [[0], [1], [2, 3, 4, 5]])
  groups[2]?.end()
  await turn()
  groups[0]?.end()
  await Promise.all(all)
  t.strictSame(stored, [1, 2, 3, 4, 5, 0])
})

t.test('a group has at most 100', async t => {
  const { store, groups, items } = createStore()
  const all = upTo(203).map(store)
  for (let ended = 0; ended < groups.length; ended++) {
    groups[ended]?.end()
    await turn()
  }
  await Promise.all(all)
  t.strictSame(
    items().map(({ length }) => length),
    [1, 1, 100, 100, 1],
  )
})

t.test('a group that takes long holds nobody up', async t => {
  const { store, groups, items } = createStore()
  const all = upTo(3).map(store)
  t.strictSame(items(), [[0], [1]])
  while (groups.length < 3) await turn()
  t.strictSame(items(), [[0], [1], [2]])
  for (const { end } of groups) end()
  await Promise.all(all)
})

t.test('an item that cannot be stored is refused, and no other', async t => {
  const wrong = new Error('unique')
  const tried: (readonly number[])[] = []
  const store = together<number>(async items => {
    tried.push(items)
    if (items.includes(3)) throw wrong
  })
  const outcomes = await Promise.allSettled(upTo(5).map(store))
  t.strictSame(
    outcomes.map(outcome => outcome.status === 'rejected' && outcome.reason),
    [false, false, false, wrong, false],
  )
  t.strictSame(tried, [[0], [1], [2, 3, 4], [2], [3], [4]])
})

t.test('while the database cannot serve, all are refused, and none is tried again', async t => {
  const away = unavailable(new Error('away'))
  let tried = 0
  const store = together<number>(async () => {
    tried++
    throw away
  })
  const outcomes = await Promise.allSettled(upTo(5).map(store))
  t.ok(outcomes.every(outcome => outcome.status === 'rejected' && outcome.reason === away))
  t.equal(tried, 3)
})
