import t from 'tap'
import { createTestClock } from '../support/cognito-clock.ts'
import { claimsOf, overEachDatabase } from './instances.ts'

const clock = createTestClock()
const at = (seconds: number) => new Date(clock() + seconds * 1000).toISOString()
const day = 24 * 60 * 60

overEachDatabase(
  t,
  'what is denied already makes one revocation with it',
  async (t, { pool, bobs, status, revoke, lift, send }) => {
    const list = async (kind: string) =>
      (await send(await pool.accessToken(), 'GET', `/admin/revocations?kind=${kind}`)).body.items

    await t.test('the same twice is one, answered 200 the second time', async t => {
      const token = await bobs()
      const body = { kind: 'token', value: claimsOf(token).jti, reason: 'Lost.' }
      const first = await revoke(body)
      const second = await send(await pool.accessToken(), 'POST', '/admin/revocations', body)
      t.equal(second.status, 200)
      t.equal(second.headers.location, `/admin/revocations/${first.id}`)
      t.strictSame(second.body, first)
      t.strictSame(await list('token'), [first])
      t.equal(await lift(first.id), 204)
      t.equal(await status(token), 200)
    })

    await t.test('it ends as late as the later of the two', async t => {
      const first = await revoke({ kind: 'sign-in', value: 'a' })
      clock.advance(60)
      t.strictSame(await revoke({ kind: 'sign-in', value: 'a' }), {
        ...first,
        endsAt: at(31 * day + 15),
      })
    })

    await t.test('the later time counts', async t => {
      const value = pool.user('bob@example.com').sub
      const first = await revoke({ kind: 'user', value, issuedBefore: at(-20) })
      const token = await bobs()
      t.equal(await status(token), 200)
      clock.advance(10)
      const second = { ...first, issuedBefore: at(0), endsAt: at(day + 15) }
      t.strictSame(await revoke({ kind: 'user', value }), second)
      t.equal(await status(token), 401)
      t.strictSame(await revoke({ kind: 'user', value, issuedBefore: at(-20) }), second)
      t.equal(await status(token), 401)
    })

    await t.test('the same value of another kind is another', async t => {
      const user = await revoke({ kind: 'user', value: 'a-machine' })
      const client = await revoke({ kind: 'client', value: 'a-machine' })
      t.not(client.id, user.id)
      t.ok((await list('user')).some(({ id }: { id: string }) => id === user.id))
      t.ok((await list('client')).some(({ id }: { id: string }) => id === client.id))
    })

    await t.test('all tokens of a client are more than those before a time', async t => {
      const before = { kind: 'client', value: 'one', issuedBefore: at(0) }
      const all = { kind: 'client', value: 'one' }
      const first = await revoke(before)
      const { issuedBefore: _, ...untimed } = first
      const both = { ...untimed, endsAt: null }
      t.strictSame(await revoke(all), both)
      t.strictSame(await revoke(before), both)
    })

    await t.test('the latest reason stands', async t => {
      const body = { kind: 'token', value: 'b' }
      const { id } = await revoke(body)
      t.match(await revoke({ ...body, reason: 'first' }), { id, reason: 'first' })
      t.match(await revoke({ ...body, reason: 'second' }), { id, reason: 'second' })
      t.match(await revoke(body), { id, reason: 'second' })
    })

    await t.test('one that was lifted or has ended is not revived', async t => {
      const body = { kind: 'token', value: 'c' }
      const first = await revoke(body)
      await lift(first.id)
      const second = await revoke(body)
      t.not(second.id, first.id)
      clock.advance(day + 15)
      const third = await revoke(body)
      t.not(third.id, second.id)
      t.equal(third.createdAt, at(0))
    })

    await t.test('of many at the same time, one is new', async t => {
      const token = await pool.accessToken()
      const body = { kind: 'token', value: 'd' }
      const replies = await Promise.all(
        Array.from({ length: 8 }, () => send(token, 'POST', '/admin/revocations', body)),
      )
      t.strictSame(replies.map(({ status }) => status).sort(), [...Array(7).fill(200), 201])
      t.equal(new Set(replies.map(({ body }) => body.id)).size, 1)
    })
  },
  clock,
)
