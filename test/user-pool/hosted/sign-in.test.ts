import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall } from '../api/call.ts'
import { alertOf, createTestBrowser, departure, inputOf, isPage, page, textOf } from '../browser.ts'
import { callback, requestPath, signIn } from '../oauth/relying-party.ts'

const pool = await createUserPool({
  users: [
    { email: 'alice@example.com', password: 'alice-password', groups: ['admin'] },
    { email: 'temporary@example.com', password: 'temporary', status: 'FORCE_CHANGE_PASSWORD' },
    { email: 'off@example.com', password: 'password', enabled: false },
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
  passwordPolicy: { minimumLength: 8 },
})
t.teardown(pool.close)

async function attempt(username: string, password: string, client = 'web') {
  const browser = createTestBrowser(pool.origin)
  const path = requestPath(pool, { client_id: pool.client(client).id })
  return page(await browser.submit(page(await browser.open(path)), { username, password }))
}

t.test('by email in any case of letters, or by sub, which is the username', async t => {
  for (const username of [
    'alice@example.com',
    ' ALICE@Example.com ',
    pool.user('alice@example.com').sub,
  ]) {
    const user = { username, password: 'alice-password' }
    t.ok((await signIn(pool, {}, { user })).searchParams.has('code'))
  }
})

t.test('NotAuthorizedException: the same words for a wrong password and for nobody', async t => {
  for (const [username, password] of [
    ['alice@example.com', 'x'],
    ['alice@example.com', ''],
    ['alice@example.com', 'Alice-password'],
    ['nobody@example.com', 'alice-password'],
    ['off@example.com', 'x'],
    ['', ''],
  ] as const) {
    const answer = await attempt(username, password)
    t.equal(answer.status, 400)
    t.equal(alertOf(answer), 'Incorrect username or password.')
  }
})

t.test('UserNotFoundException: a client that shows which users there are', async t => {
  t.equal(alertOf(await attempt('nobody@example.com', 'x', 'legacy')), 'User does not exist.')
  t.equal(
    alertOf(await attempt('alice@example.com', 'x', 'legacy')),
    'Incorrect username or password.',
  )
})

t.test('NotAuthorizedException: a disabled user, who had the right password', async t => {
  t.equal(alertOf(await attempt('off@example.com', 'password')), 'User is disabled.')
})

t.test('a user who is disabled between two pages', async t => {
  const own = await createUserPool({
    clients: [{ name: 'web', flows: ['code'], callbackUrls: [callback] }],
    users: [
      { email: 'temporary@example.com', password: 'temporary', status: 'FORCE_CHANGE_PASSWORD' },
      { email: 'new@example.com', password: 'password', status: 'UNCONFIRMED' },
    ],
  })
  t.teardown(own.close)
  for (const [username, password, answers] of [
    ['temporary@example.com', 'temporary', { password: 'another password' }],
    ['new@example.com', 'password', { code: '123456' }],
  ] as const) {
    const browser = createTestBrowser(own.origin)
    const form = page(await browser.open(requestPath(own)))
    const next = page(await browser.submit(form, { username, password }))
    await adminCall(own, 'AdminDisableUser', { Username: own.user(username).sub })
    t.equal(alertOf(page(await browser.submit(next, answers))), 'User is disabled.')
  }
})

t.test('NEW_PASSWORD_REQUIRED: a temporary password lets one choose an own one', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, { state: 's' })))
  const user = { username: 'temporary@example.com', password: 'temporary' }
  const next = page(await browser.submit(form, user))
  t.equal(new URL(next.url).pathname, '/changePassword')
  t.match(
    inputOf(next, 'username'),
    /value="temporary@example.com" autocomplete="username".* readonly/,
  )
  t.match(textOf(next), 'At least 8 characters')
  const short = page(await browser.submit(next, { password: 'x' }))
  t.equal(short.status, 400)
  t.equal(alertOf(short), 'Password did not conform with policy: Password not long enough')
  const url = departure(await browser.submit(short, { password: 'an own password' }))
  t.equal(url.searchParams.get('state'), 's')
  t.equal(pool.user('temporary@example.com').status, 'CONFIRMED')
  t.ok(isPage(await browser.submit(short, { password: 'another password' })))
  const again = await signIn(pool, {}, { user: { ...user, password: 'an own password' } })
  t.ok(again.searchParams.has('code'))
})

t.test('a password that was set meanwhile stays', async t => {
  const Username = 'temporary@example.com'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: 'temporary' })
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const next = page(await browser.submit(form, { username: Username, password: 'temporary' }))
  const password = 'of the administrator'
  await adminCall(pool, 'AdminSetUserPassword', { Username, Password: password, Permanent: true })
  const late = page(await browser.submit(next, { password: 'of who knew the first' }))
  t.equal(late.status, 400)
  t.match(late.url, '/error?error=form_expired')
  const again = await signIn(pool, {}, { user: { username: Username, password } })
  t.ok(again.searchParams.has('code'))
})

t.test('configured users are signed in by one click, while their password is known', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  t.match(textOf(form), 'alice@example.com')
  t.notMatch(form.html, 'off@example.com')
  t.notMatch(form.html, 'temporary@example.com')
  t.ok(departure(await browser.submit(form, {}, 1)).searchParams.has('code'))
})

t.test('the page tells which app asks, and for what, in words', async t => {
  const browser = createTestBrowser(pool.origin)
  const scope = 'openid email phone profile aws.cognito.signin.user.admin orders/order.read'
  const text = textOf(page(await browser.open(requestPath(pool, { scope }))))
  for (const part of [
    'web',
    'Know who you are',
    'See your email address',
    'See your phone number',
    'See your profile',
    'See and change your account',
    'See your orders',
  ]) {
    t.match(text, part)
  }
})

t.test('a scope without words stands for itself', async t => {
  const own = await createUserPool({
    resourceServers: [{ identifier: 'a', name: 'A', scopes: [{ name: 'b', description: '' }] }],
  })
  t.teardown(own.close)
  const browser = createTestBrowser(own.origin)
  t.match(textOf(page(await browser.open(requestPath(own, { scope: 'a/b' })))), 'a/b')
})
