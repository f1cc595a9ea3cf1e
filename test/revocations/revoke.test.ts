import t from 'tap'
import { dataHeaders, requestId } from '../support/api-answers.ts'
import { createTestClock } from '../support/cognito-clock.ts'
import { claimsOf, overEachDatabase } from './instances.ts'

const clock = createTestClock()
const at = (seconds: number) => new Date(clock() + seconds * 1000).toISOString()
const day = 24 * 60 * 60

overEachDatabase(
  t,
  'POST /admin/revocations',
  async (t, { pool, bobs, status, revoke, send }) => {
    const admin = pool.user('alice@example.com').sub

    await t.test('answers with the revocation and where it is', async t => {
      const body = { kind: 'token', value: 'a-token', reason: 'Seen in a log. 🫖' }
      const reply = await send(await pool.accessToken(), 'POST', '/admin/revocations', body)
      const { id, ...rest } = reply.body
      t.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      t.strictSame(
        { ...reply, body: rest },
        {
          status: 201,
          headers: {
            ...dataHeaders(requestId),
            'cache-control': 'no-store',
            'content-type': 'application/json; charset=utf-8',
            location: `/admin/revocations/${id}`,
          },
          body: { ...body, createdBy: admin, createdAt: at(0), endsAt: at(day + 15) },
        },
      )
    })

    await t.test('token: denies it and no other of the same sign-in', async t => {
      const claims = { origin_jti: 'one-sign-in' }
      const token = await bobs({ claims })
      const other = await bobs({ claims })
      t.equal(await status(token), 200)
      await revoke({ kind: 'token', value: claimsOf(token).jti })
      t.equal(await status(token), 401)
      t.equal(await status(other), 200)
    })

    await t.test('sign-in: denies its tokens, those made afterwards as well', async t => {
      const claims = { origin_jti: 'another-sign-in' }
      const token = await bobs({ claims })
      const other = await bobs()
      t.equal(await status(token), 200)
      t.match(await revoke({ kind: 'sign-in', value: claims.origin_jti }), {
        endsAt: at(31 * day + 15),
      })
      t.equal(await status(token), 401)
      clock.advance(60)
      t.equal(await status(await bobs({ claims })), 401)
      t.equal(await status(other), 200)
    })

    await t.test('user: denies the tokens issued until now', async t => {
      const token = await bobs()
      const { sub } = claimsOf(token)
      clock.advance(0.5)
      t.match(await revoke({ kind: 'user', value: sub }), {
        issuedBefore: at(0),
        endsAt: at(day + 15),
      })
      t.equal(await status(token), 401)
      t.equal(await status(await bobs()), 401, 'iat has no fraction: from the same second')
      clock.advance(0.5)
      t.equal(await status(await bobs()), 200)
      t.equal(await status(await pool.accessToken()), 200)
    })

    await t.test('user: denies the tokens issued before a time', async t => {
      const user = pool.user('bob@example.com').sub
      clock.advance(100)
      const early = await bobs()
      clock.advance(100)
      const late = await bobs()
      const before = new Date(clock()).toISOString().replace('.000Z', '+00:00')
      t.match(await revoke({ kind: 'user', value: user, issuedBefore: before }), {
        issuedBefore: at(0),
      })
      t.equal(await status(early), 401)
      t.equal(await status(late), 200)
    })

    await t.test('client: denies all its tokens, those to come too', async t => {
      const client = pool.client('postman').id
      const token = await bobs({ clientId: 'postman' })
      const other = await bobs({ clientId: 'docs' })
      t.match(await revoke({ kind: 'client', value: client }), { endsAt: null })
      t.equal(await status(token), 401)
      clock.advance(365 * day)
      t.equal(await status(await bobs({ clientId: 'postman' })), 401)
      t.equal(await status(await bobs({ clientId: 'docs' })), 200)
      t.equal(await status(other), 401, 'expired')
    })

    await t.test('client: denies the tokens issued before a time', async t => {
      const client = pool.client('machine').id
      const early = await pool.machineToken()
      clock.advance(10)
      const late = await pool.machineToken()
      t.match(await revoke({ kind: 'client', value: client, issuedBefore: at(-1) }), {
        issuedBefore: at(-1),
        endsAt: at(day + 14),
      })
      t.equal(await status(early), 401)
      t.equal(await status(late), 200)
    })

    await t.test('user: a machine is known by its sub too', async t => {
      const token = await pool.machineToken()
      t.equal(await status(token), 200)
      clock.advance(1)
      await revoke({ kind: 'user', value: claimsOf(token).sub })
      t.equal(await status(token), 401)
      t.equal(await status(await bobs({ clientId: 'machine' })), 200)
      clock.advance(1)
      t.equal(await status(await pool.machineToken()), 200)
    })

    await t.test('a value denies by its own claim only', async t => {
      const token = await bobs()
      const { jti, origin_jti, sub, client_id } = claimsOf(token)
      clock.advance(1)
      const others: [kind: string, value: string][] = [
        ['token', origin_jti],
        ['token', sub],
        ['sign-in', jti],
        ['user', client_id],
        ['client', sub],
      ]
      for (const [kind, value] of others) {
        await revoke({ kind, value })
        t.equal(await status(token), 200, kind)
      }
    })
  },
  clock,
)
