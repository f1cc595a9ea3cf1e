import t from 'tap'
import { startApi } from '../support/api.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { until } from '../support/until.ts'
import { claimsOf, overEachDatabase } from './instances.ts'

const clock = createTestClock()
const day = 24 * 60 * 60

overEachDatabase(
  t,
  'a revocation ends when no token it denies can be valid',
  async (t, { pool, start, bobs }) => {
    const { send, status, revoke, lift, database, app } = await start({
      revocations: { refreshTokenValidityDays: 2, sweepIntervalMs: 10 },
    })
    const listed = async (value: string) =>
      (await send(await pool.accessToken(), 'GET', `/admin/revocations?value=${value}`)).body.items
        .length
    const rows = async () =>
      (await database.tables.selectFrom('revocations').select('value').execute())
        .map(({ value }) => value)
        .sort()

    await t.test('and not before', async t => {
      const longest = { expiresIn: day, claims: { origin_jti: 'a-sign-in' } }
      const token = await bobs(longest)
      clock.advance(0.001)
      await revoke({ kind: 'token', value: claimsOf(token).jti })
      const user = await bobs(longest)
      clock.advance(1)
      await revoke({ kind: 'user', value: claimsOf(user).sub })
      clock.advance(day - 1)
      t.equal(await status(token), 401)
      t.equal(await status(user), 401)
      t.equal(await listed(claimsOf(token).jti), 1)
    })

    await t.test('it is not listed any more, and no longer in memory', async t => {
      const { jti } = claimsOf(await bobs())
      await revoke({ kind: 'token', value: jti })
      clock.advance(day + 14.999)
      await until(() => app.revocations.status().size === 1)
      t.equal(await listed(jti), 1)
      clock.advance(0.001)
      t.equal(await listed(jti), 0)
      await until(() => app.revocations.status().size === 0)
    })

    await t.test('that of a sign-in with the last token of its refresh token', async t => {
      const claims = { origin_jti: 'refreshed' }
      await revoke({ kind: 'sign-in', value: claims.origin_jti })
      clock.advance(2 * day)
      const last = await bobs({ claims, expiresIn: day })
      t.equal(await status(last), 401)
      clock.advance(day + 14.999)
      t.equal(await status(await bobs({ claims })), 401)
      clock.advance(0.001)
      t.equal(await status(await bobs({ claims })), 200)
    })

    await t.test('one that a wrong clock ended holds again when it is right', async t => {
      const token = await bobs()
      await revoke({ kind: 'token', value: claimsOf(token).jti })
      // When that of the sign-in is gone, which has ended by either clock.
      await until(() => app.revocations.status().size === 1)
      clock.advance(2 * day)
      await until(() => app.revocations.status().size === 0)
      clock.advance(-2 * day)
      await until(() => app.revocations.status().size === 1)
      t.equal(await status(token), 401)
      await lift((await revoke({ kind: 'token', value: claimsOf(token).jti })).id)
    })

    await t.test('it is deleted a day later, and so is what was lifted', async t => {
      const gone = (...values: string[]) =>
        until(async () => !(await rows()).some(value => values.includes(value)))
      await revoke({ kind: 'client', value: 'for-ever' })
      await revoke({ kind: 'token', value: 'ends' })
      const { id } = await revoke({ kind: 'client', value: 'lifted' })
      await lift((await revoke({ kind: 'client', value: 'lifted-before' })).id)
      clock.advance(0.001)
      await lift(id)
      clock.advance(day - 0.001)
      await gone('lifted-before', 'refreshed')
      t.strictSame(await rows(), ['ends', 'for-ever', 'lifted'])
      clock.advance(0.001)
      await gone('lifted')
      t.strictSame(await rows(), ['ends', 'for-ever'])
      clock.advance(day + 14.999)
      await gone('ends')
      t.strictSame(await rows(), ['for-ever'])
    })
  },
  clock,
)

t.test('it lasts longer where the clocks may differ by more', async t => {
  const api = await startApi(t, { cognito: { clockToleranceSeconds: 300 } })
  const { createdAt, endsAt } = (
    await api.send({
      method: 'POST',
      url: '/admin/revocations',
      headers: await api.bearer(),
      payload: { kind: 'token', value: 'a' },
    })
  ).json()
  t.equal(Date.parse(endsAt) - Date.parse(createdAt), (day + 3 * 300) * 1000)
})
