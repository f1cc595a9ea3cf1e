import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall } from '../api/call.ts'
import { alertOf, createTestBrowser, inputOf, isPage, page, textOf } from '../browser.ts'
import { alice, callback, requestPath, signIn, testClock } from '../oauth/relying-party.ts'

const clock = testClock()
const pool = await createUserPool({
  clock: clock.read,
  users: [
    { email: 'alice@example.com', password: 'alice-password' },
    { email: 'bob@example.com', password: 'bob-password' },
    { email: 'temporary@example.com', password: 'password', status: 'FORCE_CHANGE_PASSWORD' },
    { email: 'reset@example.com', password: 'password', status: 'RESET_REQUIRED' },
    { email: 'off@example.com', password: 'password', enabled: false },
    {
      email: 'unverified@example.com',
      password: 'password',
      attributes: { email_verified: 'false' },
    },
  ],
  clients: [
    { name: 'web', flows: ['code'], callbackUrls: [callback] },
    {
      name: 'legacy',
      flows: ['code'],
      callbackUrls: [callback],
      preventUserExistenceErrors: false,
    },
  ],
})
t.teardown(pool.close)
const password = 'a new password'

async function forgot(username: string, client = 'web') {
  const browser = createTestBrowser(pool.origin)
  const path = requestPath(pool, { client_id: pool.client(client).id }, '/forgotPassword')
  const before = pool.inbox.length
  const answer = page(await browser.submit(page(await browser.open(path)), { username }))
  return { browser, answer, mails: pool.inbox.length - before, code: pool.inbox[0]?.code ?? '' }
}

t.test('a mailed code sets another password, with which one signs in', async t => {
  const { browser, answer, code } = await forgot('alice@example.com')
  t.equal(new URL(answer.url).pathname, '/confirmforgotPassword')
  t.match(textOf(answer), 'We have mailed a code to a***@e***.')
  t.match(inputOf(answer, 'username'), /value="alice@example.com" autocomplete="username"/)
  t.match(pool.inbox[0], { to: 'alice@example.com', subject: 'Your password reset code is' })
  const form = page(await browser.submit(answer, { code, password }))
  t.equal(form.status, 200)
  t.equal(new URL(form.url).pathname, '/login')
  const done = /role="status"[^>]*>Your password has been changed. Sign in with the new one.</
  t.match(form.html, done)
  t.match(inputOf(form, 'username'), /value="alice@example.com".* aria-describedby="notice"/)
  const again = page(await browser.open(form.url))
  t.notMatch(again.html, done, 'said once')
  t.match(inputOf(again, 'username'), 'value="alice@example.com"')
  const stranger = createTestBrowser(pool.origin)
  t.match(inputOf(page(await stranger.open(form.url)), 'username'), 'value=""')
  t.notOk(isPage(await browser.submit(form, { username: 'alice@example.com', password })))
  t.notOk('password' in pool.user('alice@example.com'))
  const old = createTestBrowser(pool.origin)
  const refused = await old.submit(page(await old.open(requestPath(pool))), alice)
  t.equal(alertOf(page(refused)), 'Incorrect username or password.')
})

t.test('who is signed in meanwhile as somebody else is told all the same', async t => {
  const { browser, answer, code } = await forgot('bob@example.com')
  const alice = { username: 'alice@example.com', password }
  const form = page(await browser.open(requestPath(pool)))
  t.notOk(isPage(await browser.submit(form, alice)))
  const done = page(await browser.submit(answer, { code, password }))
  t.match(done.html, 'Your password has been changed')
  t.match(inputOf(done, 'username'), 'value="bob@example.com"')
  t.notOk(isPage(await browser.open(done.url)), 'said once')
})

t.test('a code is good once, and for an hour', async t => {
  const { browser, answer, code } = await forgot('bob@example.com')
  await browser.submit(answer, { code, password })
  t.match(page(await browser.submit(answer, { code, password })).url, 'error=form_expired')
  const late = await forgot('bob@example.com')
  clock.forward(299)
  t.notOk(alertOf(page(await late.browser.open(late.answer.url))))
  clock.forward(3600)
  t.match(page(await late.browser.open(late.answer.url)).url, 'error=form_expired')
})

t.test('CodeMismatchException and InvalidPasswordException', async t => {
  const { browser, answer, code } = await forgot('bob@example.com')
  const wrong = code === '000000' ? '111111' : '000000'
  const mismatch = page(await browser.submit(answer, { code: wrong, password }))
  t.equal(alertOf(mismatch), 'Invalid verification code provided, please try again.')
  t.match(inputOf(mismatch, 'code'), 'aria-invalid="true"')
  t.notMatch(inputOf(mismatch, 'code'), 'value=')
  t.notMatch(inputOf(mismatch, 'password'), 'aria-invalid')
  const short = page(await browser.submit(answer, { code, password: 'x' }))
  t.equal(alertOf(short), 'Password did not conform with policy: Password not long enough')
  t.match(inputOf(short, 'code'), `value="${code}"`)
  t.notMatch(inputOf(short, 'code'), 'aria-invalid')
  t.match(
    inputOf(short, 'password'),
    'aria-invalid="true" aria-describedby="notice password-rules"',
  )
  t.match(page(await browser.submit(answer, { code, password })).html, 'role="status"')
})

t.test(
  'nobody learns which users there are: an unknown one gets the same page and no mail',
  async t => {
    for (const username of [
      'nobody@example.com',
      'unverified@example.com',
      'temporary@example.com',
      'off@example.com',
    ]) {
      const { browser, answer, mails } = await forgot(username)
      t.equal(new URL(answer.url).pathname, '/confirmforgotPassword', username)
      t.match(textOf(answer), `We have mailed a code to ${username[0]}***@e***.`)
      t.equal(mails, 0)
      const refused = page(await browser.submit(answer, { code: '123456', password }))
      t.equal(alertOf(refused), 'Invalid verification code provided, please try again.')
    }
  },
)

t.test('a client that shows which users there are says why', async t => {
  for (const [username, alert] of [
    ['nobody@example.com', 'Username/client id combination not found.'],
    [
      'unverified@example.com',
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    ],
    ['temporary@example.com', 'User password cannot be reset in the current state.'],
    ['off@example.com', 'User is disabled.'],
  ] as const) {
    const { answer, mails } = await forgot(username, 'legacy')
    t.equal(answer.status, 400)
    t.equal(alertOf(answer), alert)
    t.match(answer.html, `value="${username}"`)
    t.equal(mails, 0)
  }
})

t.test('a user who was disabled since the code was mailed', async t => {
  const { browser, answer, code } = await forgot('bob@example.com')
  await adminCall(pool, 'AdminDisableUser', { Username: 'bob@example.com' })
  const refused = page(await browser.submit(answer, { code, password }))
  t.equal(refused.status, 400)
  t.equal(alertOf(refused), 'Invalid verification code provided, please try again.')
  await adminCall(pool, 'AdminEnableUser', { Username: 'bob@example.com' })
})

t.test('who has to choose another password is mailed a code after signing in', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const user = { username: 'reset@example.com', password: 'password' }
  const answer = page(await browser.submit(form, user))
  t.equal(new URL(answer.url).pathname, '/confirmforgotPassword')
  await browser.submit(answer, { code: pool.inbox[0]?.code ?? '', password })
  const { searchParams } = await signIn(pool, {}, { user: { ...user, password } })
  t.ok(searchParams.has('code'))
})

t.test('a username of nobody has a destination that looks like any other', async t => {
  const named = await createUserPool({
    signInWith: 'username',
    users: [{ email: 'a@example.com', username: 'alice', password: 'alice-password' }],
  })
  t.teardown(named.close)
  for (const username of ['alice', 'nobody']) {
    const browser = createTestBrowser(named.origin)
    const form = page(await browser.open(requestPath(named, {}, '/forgotPassword')))
    const answer = page(await browser.submit(form, { username }))
    t.match(textOf(answer), /mailed a code to [a-z]\*\*\*@[a-z]\*\*\*\./)
  }
})
