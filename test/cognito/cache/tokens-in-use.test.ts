import t from 'tap'
import type { VerifiedToken } from '../../../src/cognito/cache/token-cache.ts'
import { createTokensInUse } from '../../../src/cognito/cache/tokens-in-use.ts'

/** No period ends by itself. */
const never = () => {}
const now = 1_800_000_000
const verified = { foundAt: now } as VerifiedToken
const found = (token: string) => ({ token, digest: `digest of ${token}`, verified })
const signature = 's'.repeat(342)
const token = `header.payload.${signature}`

t.test('what was kept is found, and nothing else', async t => {
  const inUse = createTokensInUse(10, never)
  t.equal(inUse.find(token), undefined)
  inUse.keep(found(token), now)
  t.match(inUse.find(token), found(token))
  t.equal(inUse.find(token)?.verified, verified)
  t.equal(inUse.find(token.toUpperCase()), undefined)
  t.equal(inUse.find(''), undefined)
})

t.test('the end of a known signature makes no token known', async t => {
  const inUse = createTokensInUse(10, never)
  inUse.keep(found(token), now)
  const others = [`forged.payload.${signature}`, signature, signature.slice(-10), `${token} `]
  for (const other of [...others, `x${token}`]) t.equal(inUse.find(other), undefined, other)
})

t.test('of two tokens with one end the last one is found', async t => {
  const inUse = createTokensInUse(10, never)
  const other = `another.payload.${signature}`
  inUse.keep(found(token), now)
  inUse.keep(found(other), now)
  t.equal(inUse.find(token), undefined)
  t.match(inUse.find(other), found(other))
  t.equal(inUse.size, 1)
})

t.test('no more than it is told to', async t => {
  const inUse = createTokensInUse(1, never)
  inUse.keep(found(token), now)
  inUse.keep(found('another'), now)
  t.equal(inUse.size, 1)
  t.equal(inUse.find('another'), undefined)
  const none = createTokensInUse(0, never)
  none.keep(found(token), now)
  t.equal(none.size, 0)
})

t.test('a token that is not used is forgotten after two periods of five seconds', async t => {
  const { inUse, periodEnds, isWaiting } = startPeriods()
  t.equal(isWaiting(), false, 'as long as there is nothing to forget, no time is taken')
  inUse.keep(found(token), now)
  periodEnds()
  t.equal(inUse.size, 1)
  periodEnds()
  t.equal(inUse.size, 0)
  t.equal(inUse.find(token), undefined)
  t.equal(isWaiting(), false)
  inUse.keep(found(token), now)
  t.match(inUse.find(token), found(token), 'and can come back')
  t.equal(isWaiting(), true)
})

t.test('one that is used stays', async t => {
  const { inUse, periodEnds } = startPeriods()
  inUse.keep(found(token), now)
  inUse.keep(found(`another ${token}A`), now)
  for (let period = 0; period < 5; period += 1) {
    t.match(inUse.find(token), found(token))
    periodEnds()
  }
  t.equal(inUse.size, 1)
})

t.test('one that comes back within five seconds is kept, and none that seldom comes', async t => {
  const inUse = createTokensInUse(10, never)
  const seldom = { ...found(token), verified: { ...verified } }
  const keptAt = (seconds: number) => {
    inUse.keep(seldom, now + seconds)
    return inUse.size === 1
  }
  t.equal(keptAt(5), false)
  t.equal(keptAt(10), false)
  t.equal(keptAt(20), false)
  t.equal(keptAt(24.999), true)
})

t.test('a period is five seconds, for which no process waits', async t => {
  const timers: { seconds: number; end: () => void; holds: boolean }[] = []
  t.intercept(globalThis, 'setTimeout', {
    value: (end: () => void, milliseconds: number) => {
      const timer = { seconds: milliseconds / 1000, end, holds: true }
      timers.push(timer)
      const unref = () => {
        timer.holds = false
      }
      return { unref }
    },
  })
  const inUse = createTokensInUse(10)
  inUse.keep(found(token), now)
  timers[0]?.end()
  t.equal(inUse.size, 1)
  timers[1]?.end()
  t.equal(inUse.size, 0)
  t.match(timers, [
    { seconds: 5, holds: false },
    { seconds: 5, holds: false },
  ])
  t.equal(timers.length, 2)
})

/** Periods that end when they are told to. */
function startPeriods() {
  let end: (() => void) | undefined
  const inUse = createTokensInUse(10, callback => {
    end = callback
  })
  const periodEnds = () => {
    const due = end
    end = undefined
    due?.()
  }
  return { inUse, periodEnds, isWaiting: () => end !== undefined }
}
