import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { createAlarm } from '../../../src/cognito/keys/alarm.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { until } from '../../support/until.ts'

const minute = 60_000

/** An alarm that looks at its clock every other millisecond. */
function startAlarm() {
  const clock = createTestClock()
  let rings = 0
  const ring = () => {
    rings += 1
  }
  const alarm = createAlarm(clock, ring, 2)
  return { clock, ...alarm, rings: () => rings }
}

t.test('it rings once when the delay is over by the clock', async t => {
  const { clock, set, rings } = startAlarm()
  set(minute)
  clock.advance(59)
  await setTimeout(20)
  t.equal(rings(), 0)
  clock.advance(1)
  await until(() => rings() === 1)
  await setTimeout(20)
  t.equal(rings(), 1)
})

t.test('by a timer where it need not look at the clock in between', async t => {
  for (const delay of [2, 0, -minute]) {
    const { set, rings } = startAlarm()
    set(delay)
    await until(() => rings() === 1)
    t.equal(rings(), 1)
  }
})

t.test('and when the clock was set: forwards by much, or backwards', async t => {
  for (const step of [3600, -0.001, -3600]) {
    const { clock, set, rings } = startAlarm()
    set(minute)
    await setTimeout(20)
    clock.advance(step)
    await until(() => rings() === 1)
    t.equal(rings(), 1)
  }
})

t.test('a new delay takes the place of the one before, and it can be cleared', async t => {
  const { set, clear, rings } = startAlarm()
  set(1)
  set(minute)
  await setTimeout(20)
  t.equal(rings(), 0)
  set(1)
  clear()
  await setTimeout(20)
  t.equal(rings(), 0)
})
