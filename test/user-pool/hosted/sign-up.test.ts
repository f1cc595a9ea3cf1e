import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall } from '../api/call.ts'
import { alertOf, createTestBrowser, departure, inputOf, isPage, page, textOf } from '../browser.ts'
import { callback, requestPath, signIn, testClock } from '../oauth/relying-party.ts'

const clock = testClock()
const lines: string[] = []
const pool = await createUserPool({ clock: clock.read, log: line => lines.push(line) })
t.teardown(pool.close)
const password = 'carol-password'

/** Signs up and stands at the page that asks for the code. */
async function signUp(email: string) {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, { state: 's' }, '/signup')))
  const confirm = page(await browser.submit(form, { email, password }))
  return { browser, confirm, code: pool.inbox[0]?.code ?? '' }
}

t.test('sign up, enter the mailed code, and be signed in', async t => {
  const { browser, confirm, code } = await signUp('carol@example.com')
  t.equal(new URL(confirm.url).pathname, '/confirm')
  t.match(textOf(confirm), 'We have mailed a code to c***@e***.')
  t.match(code, /^\d{6}$/)
  t.strictSame(pool.inbox[0], {
    sentAt: clock.seconds,
    to: 'carol@example.com',
    subject: 'Your confirmation code is',
    code,
  })
  t.equal(lines.at(-1), `Mail to carol@example.com: Your confirmation code is ${code}`)
  t.equal(pool.user('carol@example.com').status, 'UNCONFIRMED')

  const url = departure(await browser.submit(confirm, { code: ` ${code} ` }))
  t.ok(url.href.startsWith(`${callback}?code=`))
  t.equal(url.searchParams.get('state'), 's')
  const carol = pool.user('carol@example.com')
  t.match(carol, { status: 'CONFIRMED', groups: [], attributes: { email_verified: 'true' } })
  t.equal(carol.username, carol.sub)
  t.notOk('password' in carol)
  const again = await signIn(pool, {}, { user: { username: 'CAROL@example.com', password } })
  t.ok(again.searchParams.has('code'))
})

t.test('passwords are neither in the log nor in the inbox', async t => {
  await signUp('secret@example.com')
  t.notMatch(JSON.stringify([lines, pool.inbox]), password)
})

t.test('CodeMismatchException: five wrong codes, and then LimitExceededException', async t => {
  const { browser, confirm, code } = await signUp('dave@example.com')
  const wrong = code === '000000' ? '111111' : '000000'
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const again = page(await browser.submit(confirm, { code: wrong }))
    t.equal(again.status, 400)
    t.equal(alertOf(again), 'Invalid verification code provided, please try again.')
  }
  const limited = page(await browser.submit(confirm, { code }))
  t.equal(alertOf(limited), 'Attempt limit exceeded, please try after some time.')
})

t.test('another code can be had, and takes the place of the first', async t => {
  const { browser, confirm, code } = await signUp('erin@example.com')
  const resent = page(await browser.submit(confirm, {}, 1))
  t.equal(new URL(resent.url).pathname, '/confirm')
  t.match(resent.html, /role="status"[^>]*>Another code has been mailed\. The one before/)
  t.match(inputOf(resent, 'code'), 'aria-describedby="notice"')
  t.notMatch(inputOf(resent, 'code'), 'aria-invalid')
  t.notMatch(page(await browser.open(resent.url)).html, 'Another code', 'said once')
  const next = pool.inbox[0]?.code ?? ''
  if (next !== code) t.ok(alertOf(page(await browser.submit(resent, { code }))))
  t.notOk(isPage(await browser.submit(resent, { code: next })))
})

t.test('LimitExceededException for another code is nothing against the one typed', async t => {
  const { browser, confirm } = await signUp('limit@example.com')
  let answer = confirm
  while (alertOf(answer) === undefined) answer = page(await browser.submit(confirm, {}, 1))
  t.equal(alertOf(answer), 'Attempt limit exceeded, please try after some time.')
  t.notMatch(inputOf(answer, 'code'), 'aria-invalid')
  t.match(inputOf(answer, 'code'), 'aria-describedby="notice"')
})

t.test('a form that was sent twice leads to the code, too', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/signup')))
  const typed = { email: 'twice@example.com', password }
  await browser.submit(form, typed)
  const mails = pool.inbox.length
  const second = page(await browser.submit(form, typed))
  t.equal(new URL(second.url).pathname, '/confirm')
  t.equal(pool.inbox.length, mails)
  const { code } = pool.inbox[0] ?? {}
  const guess = page(await browser.submit(form, { ...typed, password: 'another password' }))
  t.equal(alertOf(guess), 'An account with the given email already exists.')
  t.notOk(isPage(await browser.submit(second, { code: code as string })))
  const confirmed = page(await browser.submit(form, typed))
  t.equal(alertOf(confirmed), 'An account with the given email already exists.')
})

t.test('both clicks of a double click lead to the code', async t => {
  // The password takes its time, so that the second comes while there is no verifier of it.
  const pool = await createUserPool({ scryptCost: 2 ** 14 })
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/signup')))
  const typed = { email: 'double@example.com', password }
  const mails = pool.inbox.length
  const answers = await Promise.all([browser.submit(form, typed), browser.submit(form, typed)])
  t.equal(pool.inbox.length, mails + 1)
  for (const answer of answers) t.equal(new URL(page(answer).url).pathname, '/confirm')
})

t.test('ExpiredCodeException: a code is good for 24 hours', async t => {
  const { code } = await signUp('frank@example.com')
  clock.forward(24 * 3600)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const user = { username: 'frank@example.com', password }
  const confirm = page(await browser.submit(form, user))
  const answer = page(await browser.submit(confirm, { code }))
  t.equal(alertOf(answer), 'Invalid code provided, please request a code again.')
})

t.test('who has not entered the code is asked for it after signing in', async t => {
  const { code } = await signUp('grace@example.com')
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const confirm = page(await browser.submit(form, { username: 'grace@example.com', password }))
  t.equal(new URL(confirm.url).pathname, '/confirm')
  t.notOk(isPage(await browser.submit(confirm, { code })))
})

t.test('NotAuthorizedException: confirmed already, in another window', async t => {
  const { browser, confirm, code } = await signUp('heidi@example.com')
  const other = createTestBrowser(pool.origin)
  const form = page(await other.open(requestPath(pool)))
  const second = page(await other.submit(form, { username: 'heidi@example.com', password }))
  await other.submit(second, { code })
  const answer = page(await browser.submit(confirm, { code }))
  t.equal(alertOf(answer), 'User cannot be confirmed. Current status is CONFIRMED')
})

t.test('an attempt lasts five minutes, in the browser it began in', async t => {
  const { browser, confirm, code } = await signUp('ivan@example.com')
  const thief = createTestBrowser(pool.origin)
  await thief.open(requestPath(pool))
  t.match(page(await thief.open(confirm.url)).url, '/error?error=form_expired')
  clock.forward(300)
  const late = page(await browser.submit(confirm, { code }))
  t.equal(late.status, 400)
  t.match(late.url, '/error?error=form_expired')
})

t.test('an attempt ends with its user', async t => {
  for (const form of [0, 1]) {
    const { browser, confirm, code } = await signUp('judy@example.com')
    await adminCall(pool, 'AdminDeleteUser', { Username: 'judy@example.com' })
    const late = page(await browser.submit(confirm, { code }, form))
    t.equal(late.status, 400)
    t.match(late.url, '/error?error=form_expired')
  }
})

t.test('the pages of an attempt cannot be entered without one', async t => {
  const browser = createTestBrowser(pool.origin)
  for (const path of ['/confirm', '/changePassword', '/confirmforgotPassword']) {
    t.match(page(await browser.open(requestPath(pool, {}, path))).url, '/error?error=form_expired')
  }
})
