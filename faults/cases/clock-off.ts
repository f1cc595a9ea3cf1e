import { ask } from '../support/callers.ts'
import { createVerdict, type Fault } from '../support/fault.ts'
import { startWorld } from '../support/service.ts'

const OFF_MS = 5 * 60 * 1000
/** So that requests of the test itself do not lie between the two clocks. */
const MARGIN_SECONDS = 10
const HOUR_SECONDS = 3_600

/** What a token gets, by how far the clock of the user pool is ahead and the tolerance is set. */
const expectations = [
  { tolerance: 5, aheadMs: OFF_MS, expiresIn: HOUR_SECONDS, status: '401' },
  { tolerance: 5, aheadMs: -OFF_MS, expiresIn: HOUR_SECONDS, status: '200' },
  { tolerance: 5, aheadMs: -OFF_MS, expiresIn: 300 - MARGIN_SECONDS, status: '401' },
  {
    tolerance: 300,
    aheadMs: OFF_MS - MARGIN_SECONDS * 1000,
    expiresIn: HOUR_SECONDS,
    status: '200',
  },
  { tolerance: 300, aheadMs: -OFF_MS, expiresIn: MARGIN_SECONDS * 3, status: '200' },
]

export const clockOff: Fault = {
  name: 'clock-off',
  about: 'the clock of the user pool is 5 min ahead or behind',
  async run({ scope }) {
    let aheadMs = 0
    const clock = () => Date.now() + aheadMs
    const { failures, check } = createVerdict()
    for (const tolerance of new Set(expectations.map(({ tolerance }) => tolerance))) {
      const env = { CLOCK_TOLERANCE_SECONDS: String(tolerance) }
      const { pool, service } = await startWorld(scope, { env }, { clock })
      for (const { status, ...given } of expectations) {
        if (given.tolerance !== tolerance) continue
        aheadMs = given.aheadMs
        const token = await pool.accessToken({ expiresIn: given.expiresIn })
        const found = await ask(service, token)
        check(found === status, `${JSON.stringify(given)}: ${found} in place of ${status}`)
      }
      aheadMs = 0
      check((await ask(service, await pool.accessToken())) === '200', 'no recovery')
    }
    return {
      done: 'tolerance 5 s and 300 s',
      observed:
        '5 s: from the future 401, from the past good until they expire; 300 s: both good; good again with the clock',
      failures,
    }
  },
}
