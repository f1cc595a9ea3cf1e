import t from 'tap'
import { type ForgeryKind, forgeries, oddities } from '../../../src/user-pool/index.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { strictVerifier } from './strict-verifier.ts'

const now = 1_800_000_000
const pool = await createUserPool({ clock: () => now * 1000 })
t.teardown(pool.close)
const verify = strictVerifier(pool, now)
const oneCredential = /^[!-~\u0080-\u00ff]+$/

t.test('each kind has a readable name and says in one line what is wrong', async t => {
  t.equal(new Set(forgeries.map(({ fault }) => fault)).size, forgeries.length)
  for (const { kind, fault } of forgeries) {
    t.match(kind, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    t.match(fault, /^\S.{1,88}\S$/)
  }
  for (const { kind, about } of oddities) {
    t.match(kind, /^[a-z0-9]+(-[a-z0-9]+)*$/)
    t.match(about, /^\S.{1,88}\S$/)
  }
})

t.test('a strict verifier accepts the token that forgeries are made from', async t => {
  t.match(await verify(await pool.accessToken()), { sub: pool.user('alice@example.com').sub })
})

t.test('it refuses every forgery', async t => {
  for (const { kind, fault, onlyWith } of forgeries) {
    const audience = onlyWith === 'audience' ? 'https://api.example' : undefined
    const claims = audience === undefined ? {} : { aud: audience }
    const token = await pool.forge(kind, { claims })
    const outcome = await verify(token, audience).then(
      () => 'accepted',
      () => 'refused',
    )
    t.equal(outcome, 'refused', `${kind}: ${fault}`)
  }
})

t.test(
  'those that make the header malformed, and no others, hold white space or controls',
  async t => {
    for (const { kind, malformedHeader } of forgeries) {
      t.equal(!oneCredential.test(await pool.forge(kind)), malformedHeader, kind)
    }
  },
)

t.test('it accepts every oddity, and what it is about does no harm', async t => {
  for (const { kind, about } of oddities) {
    const payload = await verify(await pool.odd(kind))
    t.match(payload.scope, 'orders/order.write', `${kind}: ${about}`)
  }
  t.equal(Object.getOwnPropertyDescriptor(Object.prototype, 'scope'), undefined)
})

t.test('an unknown kind is an error that names the nearest one', async t => {
  const names: [kind: string, nearest: string][] = [
    ['alg-nonee', 'alg-none'],
    ['toString', '[a-z0-9-]+'],
  ]
  for (const [kind, nearest] of names) {
    await t.rejects(pool.forge(kind as ForgeryKind), {
      name: 'TypeError',
      message: new RegExp(`^The user pool has no recipe for ${kind}: did you mean ${nearest}\\?$`),
    })
  }
})
