import t from 'tap'
import { dataHeaders, problemAnswer, requestId } from '../support/api-answers.ts'
import { claimsOf, overEachDatabase } from './instances.ts'

overEachDatabase(
  t,
  'DELETE /admin/revocations/{revocationId}',
  async (t, { pool, bobs, send, status, revoke, lift }) => {
    await t.test('lets the tokens through again', async t => {
      const token = await bobs()
      const { jti, origin_jti, sub, client_id } = claimsOf(token)
      const soon = new Date(Date.now() + 4_000).toISOString()
      const bodies = [
        { kind: 'token', value: jti },
        { kind: 'sign-in', value: origin_jti },
        { kind: 'user', value: sub, issuedBefore: soon },
      ]
      for (const body of bodies) {
        const { id } = await revoke(body)
        t.equal(await status(token), 401, body.kind)
        t.equal(await lift(id), 204)
        t.equal(await status(token), 200, body.kind)
      }
      const mine = await pool.accessToken({ clientId: 'cli' })
      const { id } = await revoke({ kind: 'client', value: client_id })
      t.equal(await status(token), 401, 'client')
      const reply = await send(mine, 'DELETE', `/admin/revocations/${id}`)
      t.strictSame(reply, {
        status: 204,
        headers: { ...dataHeaders(requestId), 'cache-control': 'no-store' },
        body: '',
      })
      t.equal(await status(token), 200, 'client')
    })

    await t.test('of two that deny a token, lifts one', async t => {
      const token = await bobs()
      const { id } = await revoke({ kind: 'token', value: claimsOf(token).jti })
      const other = await revoke({ kind: 'sign-in', value: claimsOf(token).origin_jti })
      await lift(id)
      t.equal(await status(token), 401)
      await lift(other.id)
      t.equal(await status(token), 200)
    })

    await t.test('twice is as good as once', async t => {
      const { id } = await revoke({ kind: 'token', value: 'x' })
      t.equal(await lift(id), 204)
      t.equal(await lift(id), 204)
    })

    await t.test('knows no id that never was', async t => {
      const token = await pool.accessToken()
      const url = '/admin/revocations/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50'
      t.strictSame(
        await send(token, 'DELETE', url),
        problemAnswer({
          status: 404,
          code: 'not_found',
          detail: 'There is no revocation with this id.',
          headers: { 'cache-control': 'no-store' },
        }),
      )
      const { status, body } = await send(token, 'DELETE', '/admin/revocations/1')
      t.equal(status, 400)
      t.equal(body.errors[0].pointer, '/params/revocationId')
    })
  },
)
