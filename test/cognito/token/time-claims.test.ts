import t from 'tap'
import { expiredToken, invalidToken, letIn } from '../../support/cognito-answers.ts'
import { createTestClock } from '../../support/cognito-clock.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const clock = createTestClock()
const pool = await createUserPool({ clock })
t.teardown(pool.close)
const now = clock() / 1000
const day = 24 * 60 * 60

t.test('time is read from the clock of the options alone', async t => {
  const service = await startService(t, pool, { now: clock })
  t.strictSame(await service.get(await pool.accessToken()), letIn)
  t.equal(service.reason(), 'accepted')
})

for (const tolerance of [0, 5, 300]) {
  t.test(`with a tolerance of ${tolerance} s`, async t => {
    const service = await startService(t, pool, { now: clock, clockToleranceSeconds: tolerance })
    const last = now - tolerance + 0.001
    const first = now + tolerance

    t.test('a token is refused from the moment it expired, and the answer may say so', async t => {
      t.strictSame(await service.get(await token({ exp: last })), letIn)
      t.strictSame(await service.get(await token({ exp: now - tolerance })), expiredToken)
      t.equal(service.reason(), 'token_expired')
    })

    for (const claim of ['iat', 'nbf', 'auth_time']) {
      t.test(`${claim} may lie as far in the future and no further`, async t => {
        t.strictSame(await service.get(await token({ [claim]: first })), letIn)
        t.strictSame(await service.get(await token({ [claim]: first + 0.001 })), invalidToken)
        t.equal(service.reason(), 'token_not_yet_valid')
      })
    }

    t.test('a token that lives longer than 24 hours is not from Cognito', async t => {
      t.strictSame(await service.get(await token({ exp: now + day + tolerance })), letIn)
      const longer = await token({ exp: now + day + tolerance + 1 })
      t.strictSame(await service.get(longer), invalidToken)
      t.equal(service.reason(), 'invalid_claims')
    })
  })
}

t.test('the tolerance is 5 s if nothing is said', async t => {
  const service = await startService(t, pool, { now: clock })
  t.strictSame(await service.get(await token({ exp: now - 4.999 })), letIn)
  t.strictSame(await service.get(await token({ exp: now - 5 })), expiredToken)
})

t.test('a time is a number between 1970 and 9999', async t => {
  const service = await startService(t, pool, { now: clock })
  const endOfTime = 253_402_300_799
  for (const claim of ['exp', 'iat', 'nbf', 'auth_time']) {
    for (const value of [`${now}`, null, [now], {}, true, -1, -1e20, endOfTime + 1, 1e20, 1e308]) {
      const what = `${claim}: ${JSON.stringify(value)}`
      t.strictSame(await service.get(await token({ [claim]: value })), invalidToken, what)
      t.equal(service.reason(), 'invalid_claims', what)
    }
  }
  for (const claim of ['nbf', 'auth_time']) {
    t.strictSame(await service.get(await token({ [claim]: 0 })), letIn)
  }
  t.strictSame(await service.get(await token({ nbf: endOfTime })), invalidToken)
  t.equal(service.reason(), 'token_not_yet_valid', 'a time all the same')
  t.strictSame(await service.get(await token({ exp: endOfTime, iat: 0 })), invalidToken)
})

function token(claims: Record<string, unknown>): Promise<string> {
  return pool.accessToken({ claims })
}
