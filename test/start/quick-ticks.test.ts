import { setImmediate } from 'node:timers/promises'
import t from 'tap'
import { keepTicksQuick } from '../../src/start/quick-ticks.ts'

t.test('from the next tick on, one of them stays alive', async t => {
  const isKept = keepTicksQuick()
  t.equal(isKept(), false)
  await setImmediate()
  t.equal(isKept(), true)
})
