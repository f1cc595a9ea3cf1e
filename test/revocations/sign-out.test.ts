import t from 'tap'
import { dataHeaders, problemAnswer, requestId } from '../support/api-answers.ts'
import { claimsOf, overEachDatabase } from './instances.ts'

overEachDatabase(t, 'POST /sign-out', async (t, { pool, bobs, send, status }) => {
  const signOut = (token: string) => send(token, 'POST', '/sign-out')
  const listed = async (value: string) =>
    (await send(await pool.accessToken(), 'GET', `/admin/revocations?value=${value}`)).body.items

  await t.test("ends the caller's sign-in with all its tokens, and no other", async t => {
    const claims = { origin_jti: 'this-sign-in' }
    const token = await bobs({ claims, scopes: [] })
    const sibling = await bobs({ claims })
    const other = await bobs()
    t.equal(await status(sibling), 200)
    t.strictSame(await signOut(token), {
      status: 204,
      headers: { ...dataHeaders(requestId), 'cache-control': 'no-store' },
      body: '',
    })
    t.equal(await status(token), 401)
    t.equal(await status(sibling), 401)
    t.equal(await status(other), 200)
    t.equal((await signOut(token)).status, 401)
    t.match(await listed(claims.origin_jti), [
      {
        kind: 'sign-in',
        value: claims.origin_jti,
        reason: 'Signed out.',
        createdBy: claimsOf(token).sub,
      },
    ])
  })

  await t.test('a machine ends its token alone', async t => {
    const token = await pool.machineToken()
    const other = await pool.machineToken()
    t.equal((await signOut(token)).status, 204)
    t.equal(await status(token), 401)
    t.equal(await status(other), 200)
    t.match(await listed(claimsOf(token).jti), [{ kind: 'token' }])
  })

  await t.test('so does a user whose token names no sign-in', async t => {
    const claims = { origin_jti: undefined }
    const token = await bobs({ claims })
    t.equal((await signOut(token)).status, 204)
    t.equal(await status(token), 401)
    t.equal(await status(await bobs({ claims })), 200)
  })

  await t.test('an id that cannot be stored is said to be one', async t => {
    const unnameable = problemAnswer({
      status: 409,
      code: 'conflict',
      detail:
        'This token cannot be signed out: its id is longer than 128 characters, or not printable.',
      headers: { 'cache-control': 'no-store' },
    })
    for (const claims of [
      { origin_jti: '' },
      { origin_jti: 'a b' },
      { origin_jti: 'a\u0000' },
      { origin_jti: 'x'.repeat(129) },
      { origin_jti: null, jti: 'x'.repeat(4000) },
    ]) {
      const token = await bobs({ claims })
      t.strictSame(await signOut(token), unnameable)
      t.equal(await status(token), 200)
    }
  })
})
