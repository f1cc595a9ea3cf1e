import t from 'tap'
import { createTestClock } from '../support/cognito-clock.ts'
import { startService } from '../support/cognito-service.ts'
import { createUserPool } from '../support/user-pool.ts'

export const audience = 'https://orders.example'

/** A service that has nothing to forgive, by the pool's own clock and an audience. For a whole file. */
export async function startStrictService() {
  const clock = createTestClock()
  const pool = await createUserPool({ clock })
  t.teardown(pool.close)
  const strict = { now: clock, clockToleranceSeconds: 0, audience }
  return { pool, strict, service: await startService(t, pool, strict) }
}

/** Of a token that is for that audience. */
export const aud = { claims: { aud: audience } }
