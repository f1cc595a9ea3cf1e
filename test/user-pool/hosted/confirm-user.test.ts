import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { alertOf, createTestBrowser, isPage, page, textOf } from '../browser.ts'
import { callback, type Parameters, requestPath, testClock } from '../oauth/relying-party.ts'

const clock = testClock()
const pool = await createUserPool({
  clock: clock.read,
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

async function signUp(email: string) {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/signup')))
  await browser.submit(form, { email, password: 'password' })
  return { code: pool.inbox[0]?.code ?? '', sub: pool.user(email).sub }
}

function link(userName: string, code: string, client = 'web'): string {
  const { id } = pool.client(client)
  return `/confirmUser?client_id=${id}&user_name=${userName}&confirmation_code=${code}`
}

async function open(path: string) {
  const browser = createTestBrowser(pool.origin)
  return { browser, answer: page(await browser.open(path)) }
}

t.test('the link of a mail confirms the user, by username or email, from any browser', async t => {
  for (const name of ['carol', 'dave'] as const) {
    const email = `${name}@example.com`
    const { code, sub } = await signUp(email)
    const { browser, answer } = await open(link(name === 'carol' ? sub : email, code))
    t.equal(answer.status, 200)
    t.match(textOf(answer), 'Your registration has been confirmed!')
    t.equal(pool.user(email).status, 'CONFIRMED')
    t.equal(pool.user(email).attributes.email_verified, 'true')
    t.notOk(isPage(await signInAs(email)))
    t.strictSame([...browser.cookies.keys()], [], 'it signs nobody in')
  }
})

async function signInAs(username: string) {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  return browser.submit(form, { username, password: 'password' })
}

async function refused(path: string) {
  const { answer } = await open(path)
  t.equal(answer.status, 400)
  t.match(textOf(answer), 'Nobody was confirmed')
  return alertOf(answer)
}

t.test('CodeMismatchException, and after five of them LimitExceededException', async t => {
  const { code, sub } = await signUp('erin@example.com')
  for (const wrong of ['', 'x', `${code}0`, '１２３４５６', code.slice(1)]) {
    t.equal(
      await refused(link(sub, encodeURIComponent(wrong))),
      'Invalid verification code provided, please try again.',
    )
  }
  t.equal(await refused(link(sub, code)), 'Attempt limit exceeded, please try after some time.')
  t.equal(pool.user(sub).status, 'UNCONFIRMED')
})

t.test('ExpiredCodeException: after 24 hours', async t => {
  const { code, sub } = await signUp('frank@example.com')
  clock.forward(24 * 3600)
  t.equal(await refused(link(sub, code)), 'Invalid code provided, please request a code again.')
})

t.test('NotAuthorizedException: a link is good once', async t => {
  const { code, sub } = await signUp('grace@example.com')
  t.equal((await open(link(sub, code))).answer.status, 200)
  t.equal(await refused(link(sub, code)), 'User cannot be confirmed. Current status is CONFIRMED')
})

t.test('UserNotFoundException only where the client shows which users there are', async t => {
  const mismatch = 'Invalid verification code provided, please try again.'
  t.equal(await refused(link('nobody', '123456')), mismatch)
  const { id } = pool.client('web')
  t.equal(await refused(`/confirmUser?client_id=${id}`), mismatch)
  t.equal(
    await refused(link('nobody', '123456', 'legacy')),
    'Username/client id combination not found.',
  )
})

t.test('without a client of the pool: the error page', async t => {
  const query: Parameters = { user_name: 'x', confirmation_code: '1' }
  for (const [more, code] of [
    [{}, 'missing_client_id'],
    [{ client_id: 'x' }, 'unknown_client'],
  ] as const) {
    const path = `/confirmUser?${new URLSearchParams({ ...query, ...more } as Record<string, string>)}`
    const { answer } = await open(path)
    t.equal(answer.status, 400)
    t.match(textOf(answer), code)
  }
})
