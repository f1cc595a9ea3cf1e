import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { alertOf, createTestBrowser, inputOf, page } from '../browser.ts'
import { requestPath, signIn } from '../oauth/relying-party.ts'

const password = 'carol-password'

t.test('who signs up again with another email is told that the name is taken', async t => {
  const named = await createUserPool({ signInWith: 'username', users: [] })
  t.teardown(named.close)
  const browser = createTestBrowser(named.origin)
  const form = page(await browser.open(requestPath(named, {}, '/signup')))
  const typed = { username: 'bob', email: 'typo@example.com', password }
  await browser.submit(form, typed)
  const again = page(await browser.submit(form, { ...typed, email: 'right@example.com' }))
  t.equal(alertOf(again), 'User already exists')
  const same = page(await browser.submit(form, { ...typed, email: ' typo@example.com ' }))
  t.equal(new URL(same.url).pathname, '/confirm')
  const wrong = page(await browser.submit(form, { ...typed, email: 'x' }))
  t.equal(alertOf(wrong), 'Invalid email address format.')
  t.match(inputOf(wrong, 'email'), 'autofocus aria-invalid="true" aria-describedby="notice"')
  t.notMatch(inputOf(wrong, 'username'), /autofocus|aria-invalid/)
})

t.test(
  'what cannot be signed up with is said in Cognito’s words, and the rest is kept',
  async t => {
    const pool = await createUserPool()
    t.teardown(pool.close)
    for (const [values, alert] of [
      [{ email: 'alice@example.com', password }, 'An account with the given email already exists.'],
      [{ email: 'ALICE@example.com', password }, 'An account with the given email already exists.'],
      [{ email: 'x', password }, 'Invalid email address format.'],
      [{ email: '', password }, 'Invalid email address format.'],
      [
        { email: 'new@example.com', password: 'short' },
        'Password did not conform with policy: Password not long enough',
      ],
    ] as const) {
      const browser = createTestBrowser(pool.origin)
      const form = page(await browser.open(requestPath(pool, {}, '/signup')))
      const answer = page(await browser.submit(form, values))
      t.equal(answer.status, 400)
      t.equal(alertOf(answer), alert)
      t.match(answer.html, `value="${values.email}"`)
      t.notMatch(answer.html, `value="${values.password}"`)
      const [wrong, right] = alert.startsWith('Password')
        ? ['password', 'email']
        : ['email', 'password']
      t.match(inputOf(answer, wrong), /autofocus aria-invalid="true" aria-describedby="notice/)
      t.notMatch(inputOf(answer, right), /autofocus|aria-invalid|notice/)
    }
  },
)

t.test(
  'with usernames one chooses one; nobody else can have it, in any case of letters',
  async t => {
    const named = await createUserPool({
      signInWith: 'username',
      users: [{ email: 'a@example.com', username: 'alice', password: 'alice-password' }],
    })
    t.teardown(named.close)
    t.equal(named.user('alice').username, 'alice')
    for (const [username, alert] of [
      ['Alice', 'User already exists'],
      [' ', 'Username should not be empty.'],
      ['a b', 'Username should be 1 to 128 characters, without spaces.'],
      ['a\u0007', 'Username should be 1 to 128 characters, without spaces.'],
      ['a'.repeat(129), 'Username should be 1 to 128 characters, without spaces.'],
    ] as const) {
      const browser = createTestBrowser(named.origin)
      const form = page(await browser.open(requestPath(named, {}, '/signup')))
      const values = { username, email: 'a@example.com', password }
      t.equal(alertOf(page(await browser.submit(form, values))), alert)
    }
    const browser = createTestBrowser(named.origin)
    const form = page(await browser.open(requestPath(named, {}, '/signup')))
    const values = { username: 'mallory', email: 'a@example.com', password }
    const confirm = page(await browser.submit(form, values))
    await browser.submit(confirm, { code: named.inbox[0]?.code ?? '' })
    t.equal(named.user('mallory').username, 'mallory')
    const user = { username: 'Mallory', password }
    t.ok((await signIn(named, {}, { user })).searchParams.has('code'))
    const byEmail = createTestBrowser(named.origin)
    const answer = await byEmail.submit(page(await byEmail.open(requestPath(named))), {
      username: 'a@example.com',
      password,
    })
    t.equal(alertOf(page(answer)), 'Incorrect username or password.')
  },
)

t.test('NotAuthorizedException: people cannot sign themselves up', async t => {
  const closed = await createUserPool({ selfSignUp: false })
  t.teardown(closed.close)
  const browser = createTestBrowser(closed.origin)
  t.notMatch(page(await browser.open(requestPath(closed))).html, '/signup')
  const form = page(await browser.open(requestPath(closed, {}, '/signup')))
  const answer = page(await browser.submit(form, { email: 'new@example.com', password }))
  t.equal(alertOf(answer), 'SignUp is not permitted for this user pool')
})
