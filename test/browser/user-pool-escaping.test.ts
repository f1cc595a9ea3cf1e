import t from 'tap'
import { createUserPool } from '../support/user-pool.ts'
import { startApp } from './app.ts'
import { testInTab } from './chromium.ts'

// Whatever is markup here would run, load or change the page, of which the browser would complain.

const evil = `"'></title></textarea></style><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;\``
const app = await startApp()
const callback = `${app.origin}/callback`
const pool = await createUserPool({
  signInWith: 'username',
  users: [{ email: 'e@example.com', username: evil, password: 'password', groups: [evil] }],
  groups: [{ name: evil, description: evil }],
  resourceServers: [
    { identifier: 'api', name: evil, scopes: [{ name: 'read', description: evil }] },
  ],
  clients: [{ name: evil, id: 'spa', flows: ['code'], callbackUrls: [callback] }],
})
t.teardown(pool.close)
const reflected = { state: evil, nonce: evil, login_hint: evil, lang: evil, unknown: evil }
const at = (path: string, more: Readonly<Record<string, string>> = {}) => {
  const query = { client_id: 'spa', response_type: 'code', redirect_uri: callback, ...more }
  return `${pool.origin}${path}?${new URLSearchParams(query)}`
}

testInTab('names, descriptions and hints on the sign-in page', {}, async (t, tab) => {
  await tab.goto(at('/login', reflected))
  t.equal(await tab.inputValue('#username'), evil)
  t.equal(await tab.locator('.lead strong').textContent(), evil)
  t.match(await tab.locator('.scopes').textContent(), evil)
  t.match(await tab.locator('.ready .who').textContent(), evil)
  await tab.fill('#username', `${evil}2`)
  await tab.fill('#password', evil)
  await tab.click('main form button')
  t.equal(await tab.inputValue('#username'), `${evil}2`)
  t.equal(new URL(tab.url()).searchParams.get('state'), evil)
})

testInTab('what is typed at sign-up and for a forgotten password', {}, async (t, tab) => {
  await tab.goto(at('/signup', reflected))
  await tab.fill('#username', evil)
  await tab.fill('#email', 'e@example.com')
  await tab.fill('#password', 'password')
  await tab.click('main form button')
  t.equal(await tab.inputValue('#username'), evil)
  await tab.goto(at('/forgotPassword', reflected))
  await tab.fill('#username', `${evil}@${evil}`)
  await tab.click('main form button')
  t.match(await tab.locator('main').textContent(), `We have mailed a code to "***@"***.`)
})

testInTab('parameters of the error page', {}, async (t, tab) => {
  await tab.goto(at('/login', { redirect_uri: evil }))
  t.equal(await tab.locator('.compared dd').first().textContent(), evil)
  await tab.goto(at('/logout', { logout_uri: evil }))
  t.equal(await tab.locator('.compared dd').first().textContent(), evil)
  await tab.goto(at('/error', { error: 'invalid_scope', scope: evil.replaceAll(' ', '') }))
  t.equal(await tab.locator('.compared dd').first().textContent(), evil.replaceAll(' ', ''))
  await tab.goto(at('/error', { error: evil }))
  t.equal(await tab.locator('main code').first().textContent(), 'unknown')
})

testInTab('mails in the inbox, and the state on its way back', {}, async (t, tab) => {
  await tab.goto(at('/forgotPassword'))
  await tab.fill('#username', evil)
  await tab.click('main form button')
  await tab.waitForURL('**/confirmforgotPassword?**')
  await tab.goto(at('/login', reflected))
  await tab.click('.ready button')
  await tab.waitForURL(`${callback}?**`)
  t.equal(new URL(tab.url()).searchParams.get('state'), evil)
  await tab.goto(`${pool.origin}/_dev/session`)
  t.match(await tab.locator('dl').textContent(), 'e@example.com')
})
