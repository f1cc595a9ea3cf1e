import t from 'tap'
import { createWindows } from '../../src/limits/windows.ts'

function windowsAt(time: number, capacity?: number) {
  const clock = { time }
  const windows = createWindows({
    length: 1000,
    now: () => clock.time,
    ...(capacity !== undefined && { capacity }),
  })
  return { clock, windows }
}

t.test('a window begins with the first request and ends after its length', async t => {
  const { clock, windows } = windowsAt(500)
  t.strictSame({ ...windows.count('a') }, { used: 1, endsAt: 1500 })
  clock.time = 1499
  t.strictSame({ ...windows.count('a') }, { used: 2, endsAt: 1500 })
  clock.time = 1500
  t.strictSame({ ...windows.count('a') }, { used: 1, endsAt: 2500 })
})

t.test('each caller has its own', async t => {
  const { clock, windows } = windowsAt(0)
  windows.count('a')
  clock.time = 10
  t.strictSame({ ...windows.count('b') }, { used: 1, endsAt: 1010 })
  t.strictSame({ ...windows.count('a') }, { used: 2, endsAt: 1000 })
  t.equal(windows.size, 2)
})

t.test('windows that have ended are forgotten when new ones begin', async t => {
  const { clock, windows } = windowsAt(0)
  for (const key of ['a', 'b', 'c']) windows.count(key)
  clock.time = 500
  windows.count('d')
  t.equal(windows.size, 4)
  clock.time = 1000
  windows.count('e')
  t.equal(windows.size, 2)
  t.equal(windows.count('d').used, 2)
})

t.test('memory is bounded: beyond the capacity the oldest window goes', async t => {
  const { windows } = windowsAt(0, 3)
  for (let caller = 0; caller < 1000; caller++) windows.count(String(caller))
  t.equal(windows.size, 3)
  t.equal(windows.count('999').used, 2)
  t.equal(windows.count('997').used, 2)
  t.equal(windows.count('996').used, 1)
})

t.test('by default it holds a hundred thousand', async t => {
  const { windows } = windowsAt(0)
  for (let caller = 0; caller < 100_010; caller++) windows.count(String(caller))
  t.equal(windows.size, 100_000)
})
