import t from 'tap'
import type { VerifiedToken } from '../../../src/cognito/cache/token-cache.ts'
import { createTokensInUse } from '../../../src/cognito/cache/tokens-in-use.ts'
import { until } from '../../support/until.ts'

/** No second ends by itself. */
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

t.test('a token that is not used is forgotten after two seconds', async t => {
  const { inUse, secondEnds, isWaiting } = startSeconds()
  t.equal(isWaiting(), false, 'as long as there is nothing to forget, no time is taken')
  inUse.keep(found(token), now)
  secondEnds()
  t.equal(inUse.size, 1)
  secondEnds()
  t.equal(inUse.size, 0)
  t.equal(inUse.find(token), undefined)
  t.equal(isWaiting(), false)
  inUse.keep(found(token), now)
  t.match(inUse.find(token), found(token), 'and can come back')
  t.equal(isWaiting(), true)
})

t.test('one that is used stays', async t => {
  const { inUse, secondEnds } = startSeconds()
  inUse.keep(found(token), now)
  inUse.keep(found(`another ${token}A`), now)
  for (let second = 0; second < 5; second += 1) {
    t.match(inUse.find(token), found(token))
    secondEnds()
  }
  t.equal(inUse.size, 1)
})

t.test('one that comes back within two seconds is kept, and none that seldom comes', async t => {
  const inUse = createTokensInUse(10, never)
  const seldom = { ...found(token), verified: { ...verified } }
  const keptAt = (seconds: number) => {
    inUse.keep(seldom, now + seconds)
    return inUse.size === 1
  }
  t.equal(keptAt(2), false)
  t.equal(keptAt(4), false)
  t.equal(keptAt(10), false)
  t.equal(keptAt(11.999), true)
})

t.test('by the clock', async t => {
  const inUse = createTokensInUse(10)
  inUse.keep(found(token), now)
  t.equal(inUse.size, 1)
  await until(() => inUse.size === 0)
})

/** Seconds that end when they are told to. */
function startSeconds() {
  let end: (() => void) | undefined
  const inUse = createTokensInUse(10, callback => {
    end = callback
  })
  const secondEnds = () => {
    const due = end
    end = undefined
    due?.()
  }
  return { inUse, secondEnds, isWaiting: () => end !== undefined }
}
