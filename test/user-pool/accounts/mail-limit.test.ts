import t from 'tap'
import { createMailLimit } from '../../../src/user-pool/accounts/mail-limit.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { alice, call, refused, tokensOf } from '../api/call.ts'
import { alertOf, createTestBrowser, isPage, page } from '../browser.ts'
import { requestPath, testClock } from '../oauth/relying-party.ts'

const exceeded = {
  name: 'LimitExceededException',
  message: 'Attempt limit exceeded, please try after some time.',
}

t.test('twenty mails in an hour, for each user', async t => {
  const clock = testClock()
  const { take } = createMailLimit(() => clock.seconds)
  for (let mail = 0; mail < 20; mail += 1) {
    take('alice')
    clock.forward(60)
  }
  t.throws(() => take('alice'), exceeded)
  t.doesNotThrow(() => take('bob'))
  clock.forward(3600 - 20 * 60)
  t.doesNotThrow(() => take('alice'), 'the first is an hour old')
  t.throws(() => take('alice'), exceeded)
})

t.test('LimitExceededException at the page that sends another code', async t => {
  const clock = testClock()
  const pool = await createUserPool({ clock: clock.read })
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/signup')))
  const confirm = page(
    await browser.submit(form, { email: 'carol@example.com', password: 'carol-password' }),
  )
  for (let mail = 1; mail < 20; mail += 1) await browser.submit(confirm, {}, 1)
  t.equal(pool.inbox.length, 20)
  const refused = page(await browser.submit(confirm, {}, 1))
  t.equal(refused.status, 400)
  t.equal(alertOf(refused), exceeded.message)
  t.equal(pool.inbox.length, 20)
  const code = pool.inbox[0]?.code as string
  t.notOk(isPage(await browser.submit(refused, { code })), 'the last code is still good')
})

t.test('a forgotten password: no mail, and the answer does not tell', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/forgotPassword')))
  for (let mail = 0; mail < 25; mail += 1) {
    const answer = page(await browser.submit(form, { username: 'alice@example.com' }))
    t.equal(new URL(answer.url).pathname, '/confirmforgotPassword')
  }
  t.equal(pool.inbox.length, 20)
})

t.test(
  'LimitExceededException for codes that prove an address, and nothing is changed',
  async t => {
    const pool = await createUserPool()
    t.teardown(pool.close)
    const { AccessToken } = await tokensOf(pool, alice)
    const ask = () =>
      call(pool, 'GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'email' })
    const move = (Value: string) =>
      call(pool, 'UpdateUserAttributes', {
        AccessToken,
        UserAttributes: [{ Name: 'email', Value }],
      })
    for (let mail = 0; mail < 10; mail += 1) {
      t.equal((await move(`alice-${mail}@example.com`)).status, 200)
      t.equal((await ask()).status, 200)
    }
    refused(t, await ask(), exceeded.name, exceeded.message)
    refused(t, await move('alice@example.net'), exceeded.name, exceeded.message)
    t.ok(pool.user('alice-9@example.com'))
    t.equal(pool.inbox.length, 20)
  },
)
