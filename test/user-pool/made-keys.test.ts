import type { KeyObject } from 'node:crypto'
import t from 'tap'
import { createUserPool, type ForgeryKind } from '../../src/user-pool/index.ts'
import { stockedKey } from '../support/stocked-keys.ts'

const made = Array.from({ length: 5 }, (_, index) => stockedKey(`made-${index}`))
const error = {
  name: 'TypeError',
  message:
    'User pool: generateKey returned a key that the pool has already: it must return another one at each call',
}

/** Hands out keys in turn, round and round. */
function inTurn(...keys: KeyObject[]): () => KeyObject {
  let count = 0
  return () => keys[count++ % keys.length] as KeyObject
}

const usingTheirKey: readonly ForgeryKind[] = ['other-key-same-kid', 'embedded-jwk', 'jku']

t.test('keys made before will do, another one at each call', async t => {
  const pool = await createUserPool({ generateKey: inTurn(...made) })
  t.teardown(pool.close)
  await pool.rotateKeys()
  const ids = pool.keySet.keys.map(({ kid }) => kid)
  t.equal(new Set(ids).size, 4)
  for (const kind of usingTheirKey) t.type(await pool.forge(kind), 'string', kind)
})

t.test('one key cannot be both of a pool', async t => {
  await t.rejects(createUserPool({ generateKey: inTurn(made[0] as KeyObject) }), error)
})

t.test('nor what a forger has, who would be let in', async t => {
  const pool = await createUserPool({ generateKey: inTurn(...made.slice(0, 2)) })
  t.teardown(pool.close)
  for (const kind of usingTheirKey) await t.rejects(pool.forge(kind), error, kind)
})

t.test('nor what comes after them, and then they stay', async t => {
  for (const keys of [made.slice(0, 2), made.slice(0, 3), [...made.slice(0, 3), made[2]]]) {
    const pool = await createUserPool({ generateKey: inTurn(...(keys as KeyObject[])) })
    t.teardown(pool.close)
    const { keySet } = pool
    await t.rejects(pool.rotateKeys(), error)
    await t.rejects(pool.rotateKeys({ keepOld: false }), error)
    t.strictSame(pool.keySet, keySet)
  }
})

t.test('nor one that was used before and is still served', async t => {
  const pool = await createUserPool({ generateKey: inTurn(...made) })
  t.teardown(pool.close)
  await pool.rotateKeys()
  await t.rejects(pool.rotateKeys(), error)
  const forging = await createUserPool({ generateKey: inTurn(...made.slice(0, 4)) })
  t.teardown(forging.close)
  await forging.rotateKeys()
  await t.rejects(forging.forge('other-key-same-kid'), error)
})

t.test('nor does a pool rotate to the key of a forger', async t => {
  const pool = await createUserPool({ generateKey: inTurn(...made.slice(0, 3), ...made.slice(2)) })
  t.teardown(pool.close)
  await pool.forge('other-key-same-kid')
  await pool.rotateKeys()
  await t.rejects(pool.forge('other-key-same-kid'), error)
})
