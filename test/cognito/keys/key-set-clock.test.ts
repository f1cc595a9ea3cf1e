import { PassThrough } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { keysUnavailable, letIn } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { type Service, type ServiceOptions, startService } from '../../support/cognito-service.ts'
import { until } from '../../support/until.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)

t.test('a clock that is set back by much makes keys too old', async t => {
  const service = await start(t, { jwksMaxStaleSeconds: 3600 })
  const { keySetFetches: before } = pool
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  clock.advance(-600)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(pool.keySetFetches - before, 2)
  pool.goDown()
  t.teardown(pool.comeBack)
  clock.advance(-3600)
  t.strictSame(await service.get(await pool.accessToken()), keysUnavailable(1))
  t.match(service.keySet(), { usable: false, age: 3_600_000 })
  clock.advance(4200)
})

t.test('a clock that was set is noticed without a request', async t => {
  const service = await start(t)
  await until(() => service.keySet().usable)
  clock.advance(900)
  t.equal(service.keySet().usable, false)
  await until(() => service.keySet().usable)
  t.match(service.keySet(), { age: 0, failures: 0 })
})

t.test('set during a fetch, it keeps nobody waiting', async t => {
  t.teardown(() => pool.serve(undefined))
  const good = JSON.stringify(pool.keySet)
  for (const [step, body] of [
    [-3600, good],
    [-3600, '<html>'],
    [3600, good],
    [3600, '<html>'],
  ] as const) {
    const { keySetFetches: before } = pool
    const answer = new PassThrough()
    pool.serve(answer)
    const service = await start(t)
    await until(() => pool.keySetFetches > before)
    clock.advance(step)
    pool.serve(undefined)
    answer.end(body)
    await until(() => service.keySet().usable)
    t.match(service.keySet(), { age: 0 })
    t.strictSame(await service.get(await pool.accessToken()), letIn)
  }
})

t.test('nor set back after a failure', async t => {
  goDown(t)
  const service = await start(t)
  t.strictSame(await service.get(await pool.accessToken()), keysUnavailable(1))
  pool.comeBack()
  clock.advance(-3600)
  t.strictSame(await service.get(await pool.accessToken()), letIn)
})

t.test(
  'one that leaps past the age of the keys at each look causes no flood of fetches',
  async t => {
    const { keySetFetches: before } = pool
    const begunAt = performance.now()
    const leaping = () => {
      clock.advance(2)
      return clock()
    }
    await start(t, { jwksMaxAgeSeconds: 1, now: leaping })
    await setTimeout(1000)
    const most = (performance.now() - begunAt) / 250 + 2
    t.ok(pool.keySetFetches - before < most, `${pool.keySetFetches - before} fetches`)
  },
)

function start(t: Test, options: ServiceOptions = {}): Promise<Service> {
  return startService(t, pool, { now: clock, ...options })
}

function goDown(t: Test): void {
  pool.goDown()
  t.teardown(pool.comeBack)
}
