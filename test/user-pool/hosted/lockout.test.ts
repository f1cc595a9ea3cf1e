import t from 'tap'
import { createLockout } from '../../../src/user-pool/accounts/lockout.ts'
import { checkedOptions, openParts } from '../../../src/user-pool/install.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { alertOf, createTestBrowser, isPage, page } from '../browser.ts'
import { alice, requestPath, testClock } from '../oauth/relying-party.ts'

const exceeded = { name: 'NotAuthorizedException', message: 'Password attempts exceeded' }

function lockout() {
  const clock = testClock()
  const locked = createLockout(() => clock.read() / 1000)
  const fail = (times: number) => {
    for (let time = 0; time < times; time += 1) locked.failed('alice')
  }
  return { clock, fail, ...locked }
}

t.test('from the fifth failure on, a second, and twice as long after each one more', async t => {
  const { clock, fail, check, failed } = lockout()
  fail(4)
  check('alice')
  for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]) {
    failed('alice')
    t.throws(() => check('alice'), exceeded)
    clock.forward(seconds - 0.001)
    t.throws(() => check('alice'), exceeded)
    clock.forward(0.001)
    check('alice')
  }
})

t.test('at most for 15 minutes', async t => {
  const { clock, fail, check } = lockout()
  fail(20)
  clock.forward(899)
  t.throws(() => check('alice'), exceeded)
  clock.forward(1)
  check('alice')
})

t.test('what is tried meanwhile does not count', async t => {
  const { clock, fail, check } = lockout()
  fail(5)
  for (let time = 0; time < 10; time += 1) t.throws(() => check('alice'), exceeded)
  clock.forward(1)
  check('alice')
})

t.test('a sign-in ends it, and so do 15 minutes without an attempt', async t => {
  const { clock, fail, check, succeeded } = lockout()
  fail(4)
  succeeded('alice')
  fail(4)
  check('alice')
  clock.forward(900)
  fail(4)
  t.doesNotThrow(() => check('alice'))
})

t.test('it is of one user', async t => {
  const { fail, check } = lockout()
  fail(10)
  t.doesNotThrow(() => check('bob'))
})

t.test('of more than 10000 names the oldest are forgotten', async t => {
  const { fail, check, failed } = lockout()
  fail(5)
  for (let name = 0; name < 9_999; name += 1) failed(`name ${name}`)
  t.throws(() => check('alice'), exceeded)
  failed('one more')
  t.doesNotThrow(() => check('alice'))
})

t.test('many guesses at once are no way around it', async t => {
  const { accounts } = await openParts(await checkedOptions({}), () => 'http://localhost')
  const guess = (isRight: () => Promise<boolean>) =>
    accounts.authenticate('alice@example.com', true, isRight)
  const slowAndRight = guess(async () => {
    const wrong = Array.from({ length: 5 }, () => guess(async () => false))
    t.equal((await Promise.allSettled(wrong)).length, 5)
    return true
  })
  await t.rejects(slowAndRight, exceeded)
})

t.test('at the sign-in page even the right password is refused', async t => {
  const clock = testClock()
  const pool = await createUserPool({ clock: clock.read })
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  for (let time = 0; time < 5; time += 1) {
    await browser.submit(form, { ...alice, password: 'x' })
  }
  t.equal(alertOf(page(await browser.submit(form, alice))), 'Password attempts exceeded')
  clock.forward(1)
  t.notOk(isPage(await browser.submit(form, alice)))
})

t.test('a name of nobody is locked out as well', async t => {
  const pool = await createUserPool({ clock: () => 1_800_000_000_000 })
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const nobody = { username: 'nobody@example.com', password: 'x' }
  for (let time = 0; time < 5; time += 1) await browser.submit(form, nobody)
  t.equal(alertOf(page(await browser.submit(form, nobody))), 'Password attempts exceeded')
})
