import t from 'tap'
import { createRecentDigests } from '../../src/cognito/recent-digests.ts'
import { until } from '../support/until.ts'

/** No second ends by itself. */
const never = () => {}
const tail = 's'.repeat(43)
const token = `header.payload.${tail}`

t.test('what was kept is remembered, and nothing else', async t => {
  const recent = createRecentDigests(10, never)
  t.equal(recent.of(token), undefined)
  recent.keep(token, 'digest')
  t.equal(recent.of(token), 'digest')
  t.equal(recent.of(token.toUpperCase()), undefined)
})

t.test('the end of a known signature makes no token known', async t => {
  const recent = createRecentDigests(10, never)
  recent.keep(token, 'digest')
  for (const other of [`forged.payload.${tail}`, tail, `${token} `, `x${token}`]) {
    t.equal(recent.of(other), undefined, other)
  }
})

t.test('no more than it is told to', async t => {
  const recent = createRecentDigests(1, never)
  recent.keep(token, 'digest')
  recent.keep('another', 'other digest')
  t.equal(recent.size, 1)
  t.equal(recent.of('another'), undefined)
  const none = createRecentDigests(0, never)
  none.keep(token, 'digest')
  t.equal(none.size, 0)
})

t.test('a token that is not used is forgotten after two seconds', async t => {
  const { recent, secondEnds, isWaiting } = startSeconds()
  t.equal(isWaiting(), false, 'as long as there is nothing to forget, no time is taken')
  recent.keep(token, 'digest')
  secondEnds()
  t.equal(recent.size, 1)
  secondEnds()
  t.equal(recent.size, 0)
  t.equal(recent.of(token), undefined)
  t.equal(isWaiting(), false)
  recent.keep(token, 'digest')
  t.equal(recent.of(token), 'digest', 'and can come back')
  t.equal(isWaiting(), true)
})

t.test('one that is used stays', async t => {
  const { recent, secondEnds } = startSeconds()
  recent.keep(token, 'digest')
  recent.keep(`another ${token}A`, 'other digest')
  for (let second = 0; second < 5; second += 1) {
    t.equal(recent.of(token), 'digest')
    secondEnds()
  }
  t.equal(recent.size, 1)
})

t.test('by the clock', async t => {
  const recent = createRecentDigests(10)
  recent.keep(token, 'digest')
  t.equal(recent.size, 1)
  await until(() => recent.size === 0)
})

/** Seconds that end when they are told to. */
function startSeconds() {
  let turn: (() => void) | undefined
  const recent = createRecentDigests(10, callback => {
    turn = callback
  })
  const secondEnds = () => {
    const due = turn
    turn = undefined
    due?.()
  }
  return { recent, secondEnds, isWaiting: () => turn !== undefined }
}
