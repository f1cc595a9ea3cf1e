import t from 'tap'
import { nextAttempts } from '../../../src/cognito/keys/back-off.ts'
import { fetchDeadline } from '../../../src/cognito/keys/key-fetch.ts'

const day = 86_400_000
const startedAt = 1_000_000
const waits = (failures: number, usableFor: number) => {
  const { byRequest, inBackground } = nextAttempts(failures, startedAt, startedAt + usableFor)
  return [byRequest - startedAt, inBackground - startedAt]
}

t.test(
  'while keys may be used, the waits in the background grow, those of requests hardly',
  async t => {
    const seen = [1, 2, 3, 4, 5, 6, 7, 8, 9, 5000].map(failures => waits(failures, day))
    t.strictSame(seen, [
      [250, 250],
      [500, 500],
      [1000, 1000],
      [1500, 2000],
      [1500, 4000],
      [1500, 8000],
      [1500, 16_000],
      [1500, 30_000],
      [1500, 30_000],
      [1500, 30_000],
    ])
  },
)

t.test('without keys, nobody waits for longer than the requests', async t => {
  for (const usableFor of [Number.NEGATIVE_INFINITY, -day, 0, 1000]) {
    t.strictSame(waits(1, usableFor), [250, 250])
    t.strictSame(waits(10, usableFor), [1500, 1500])
  }
})

t.test('the moment when the keys may not be used any more is not slept through', async t => {
  t.strictSame(waits(10, 10_000), [1500, 10_000])
  t.strictSame(waits(10, 29_999), [1500, 29_999])
  t.strictSame(waits(10, 30_001), [1500, 30_000])
})

t.test('an endpoint that hangs is asked again within 2 s, whatever it did before', async t => {
  for (const failures of [1, 2, 3, 4, 10]) {
    const [byRequest = 0, inBackground = 0] = waits(failures, 0)
    // Who came back just after it was asked is asked next when that fetch has been given up.
    t.ok(Math.max(fetchDeadline, byRequest, inBackground) < 2000)
  }
})
