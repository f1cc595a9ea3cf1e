import t from 'tap'
import type { Principal } from '../../src/cognito/index.ts'
import type { RevocationChange } from '../../src/revocations/changes.ts'
import { createRevocationList } from '../../src/revocations/list.ts'
import { createTestClock } from '../support/cognito-clock.ts'

const day = 86_400

/** A list over changes that can be away, and take their time. */
function start() {
  const clock = createTestClock()
  const change: RevocationChange = {
    kind: 'token',
    value: 'revoked',
    issuedBefore: Number.POSITIVE_INFINITY,
    endsAt: clock() + day * 1000,
    lifted: false,
    version: 1,
  }
  const database = { isAway: false, takes: 0, wholeReads: 0 }
  const list = createRevocationList({
    changes: {
      async versions() {
        clock.advance(database.takes)
        if (database.isAway) throw new Error('away')
        return { version: 1, sweptVersion: 0 }
      },
      async *after() {
        database.wholeReads += 1
        yield [change]
      },
      has: async () => true,
    },
    maxStaleSeconds: 30,
    failClosed: false,
    now: clock,
  })
  const isRevoked = () =>
    list.isRevoked({ tokenId: 'revoked', issuedAt: 0, claims: {} } as unknown as Principal)
  return { clock, database, list, isRevoked }
}

t.test('its age is counted from when it was asked for', async t => {
  const { database, list } = start()
  database.takes = 5
  await list.refresh()
  t.equal(list.status().age, 5000)
})

t.test('what was swept by a wrong clock while the database was away is read again', async t => {
  const { clock, database, list, isRevoked } = start()
  await list.refresh()
  database.isAway = true
  clock.advance(2 * day)
  list.sweep()
  clock.advance(-2 * day)
  list.sweep()
  t.equal(isRevoked(), false)
  await t.rejects(list.refresh())
  database.isAway = false
  await list.refresh()
  t.equal(isRevoked(), true)
})

t.test('everything is read once for that, and not at all where nothing was swept', async t => {
  const { clock, database, list } = start()
  await list.refresh()
  clock.advance(-60)
  await list.refresh()
  t.equal(database.wholeReads, 1)
  clock.advance(60)
  list.sweep()
  clock.advance(-60)
  for (let poll = 0; poll < 3; poll += 1) await list.refresh()
  t.equal(database.wholeReads, 2)
})
