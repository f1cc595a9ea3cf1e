import type { Page } from 'playwright-core'
import t from 'tap'
import { createUserPool } from '../support/user-pool.ts'
import { startApp } from './app.ts'
import { testInTab } from './chromium.ts'

const app = await startApp()
const callback = `${app.origin}/callback`
const signedOut = `${app.origin}/signed-out`
const pool = await createUserPool({
  clients: [{ name: 'web', flows: ['code'], callbackUrls: [callback], signOutUrls: [signedOut] }],
})
t.teardown(pool.close)
const { id } = pool.client('web')
const query = new URLSearchParams({
  client_id: id,
  response_type: 'code',
  redirect_uri: callback,
  state: 'a state',
})
const signInPage = `${pool.origin}/oauth2/authorize?${query}`
const code = () => pool.inbox[0]?.code as string

async function atTheApp(tab: Page): Promise<URLSearchParams> {
  await tab.waitForURL(`${callback}?**`)
  return new URL(tab.url()).searchParams
}

const press = async (tab: Page, ...keys: string[]) => {
  for (const key of keys) await tab.keyboard.press(key)
}

/** Waits for it: a page is loaded before the browser gives its `autofocus` the focus. */
const focusOn = (tab: Page, id: string) => tab.waitForSelector(`#${id}:focus`)

testInTab('sign in by keyboard alone', {}, async (t, tab) => {
  await tab.goto(signInPage)
  await focusOn(tab, 'username')
  await tab.keyboard.type('alice@example.com')
  await press(tab, 'Tab')
  await focusOn(tab, 'password')
  await tab.keyboard.type('wrong')
  await press(tab, 'Enter')
  await tab.waitForSelector('[role=alert]')
  await focusOn(tab, 'username')
  const field = tab.locator('#username')
  t.equal(await field.getAttribute('aria-invalid'), 'true')
  t.equal(
    await field.getAttribute('aria-describedby'),
    await tab.getAttribute('[role=alert]', 'id'),
  )
  t.equal(await field.inputValue(), 'alice@example.com')
  await press(tab, 'Tab')
  await tab.keyboard.type('alice-password')
  await press(tab, 'Tab', 'Tab', 'Enter')
  const answer = await atTheApp(tab)
  t.match(answer.get('code'), /^[\w-]{36}$/)
  t.equal(answer.get('state'), 'a state')
})

testInTab('sign in as a ready user by keyboard, with the focus to be seen', {}, async (t, tab) => {
  await tab.goto(signInPage)
  await focusOn(tab, 'username')
  const seen: string[] = []
  for (const _ of Array.from({ length: 6 })) {
    seen.push(await tab.evaluate<string>('document.activeElement.textContent'))
    const outline = 'getComputedStyle(document.activeElement).outlineStyle'
    t.equal(await tab.evaluate<string>(outline), 'solid')
    await press(tab, 'Tab')
  }
  t.strictSame(seen.slice(0, 5), ['', '', 'Forgot your password?', 'Sign in', 'Sign up'])
  t.match(seen[5], 'alice@example.com')
  await press(tab, 'Shift+Tab')
  await press(tab, 'Space')
  t.ok((await atTheApp(tab)).has('code'))
})

testInTab(
  'sign up, confirm, forget the password and set another, without JavaScript',
  { javaScriptEnabled: false },
  async (t, tab) => {
    const send = () => tab.click('main form button')
    await tab.goto(signInPage)
    await tab.click('text=Sign up')
    await tab.fill('#email', 'carol@example.com')
    await tab.fill('#password', 'carol-password')
    await send()
    await tab.waitForURL('**/confirm?**')
    const [inbox] = await Promise.all([
      tab.waitForEvent('popup'),
      tab.click('text=inbox of this pool'),
    ])
    await inbox.waitForLoadState()
    await tab.fill('#code', (await inbox.locator('.aloud').first().textContent()) as string)
    await send()
    t.ok((await atTheApp(tab)).has('code'))

    await tab.context().clearCookies()
    await tab.goto(signInPage)
    await tab.click('text=Forgot your password?')
    await tab.fill('#username', 'carol@example.com')
    await send()
    await tab.waitForURL('**/confirmforgotPassword?**')
    await tab.fill('#code', code())
    await tab.fill('#password', 'another-password')
    await send()
    await tab.waitForSelector('[role=status]')
    await tab.fill('#username', 'carol@example.com')
    await tab.fill('#password', 'another-password')
    await send()
    t.ok((await atTheApp(tab)).has('code'))
  },
)

testInTab('once signed in there is no page until sign-out', {}, async (t, tab) => {
  await tab.goto(signInPage)
  await tab.getByRole('button', { name: 'alice@example.com' }).click()
  const first = (await atTheApp(tab)).get('code')
  await tab.goto(signInPage)
  const second = (await atTheApp(tab)).get('code')
  t.match(second, /^[\w-]{36}$/)
  t.not(second, first)
  await tab.goto(`${pool.origin}/logout?client_id=${id}&logout_uri=${signedOut}`)
  t.equal(tab.url(), signedOut)
  await tab.goto(signInPage)
  t.equal(await tab.title(), 'Sign in · Local user pool')
})

testInTab(
  'a page of another origin cannot show the sign-in page inside it',
  {
    expectedErrors: /frame-ancestors|Refused to (display|frame)/,
  },
  async (t, tab) => {
    await tab.goto(app.origin)
    await tab.evaluate(
      `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(signInPage)} }))`,
    )
    const [, frame] = tab.frames()
    await frame?.waitForLoadState()
    t.equal(await frame?.locator('form').count(), 0)
  },
)

testInTab('nor can one of another app on localhost that has set the cookie', {}, async (t, tab) => {
  await tab.goto(app.origin)
  await tab.evaluate(`document.cookie = 'user-pool-csrf-${pool.userPoolId}=known; path=/'`)
  await tab.evaluate(`
    const form = document.createElement('form')
    form.method = 'post'
    form.action = ${JSON.stringify(`${pool.origin}/login?${query}`)}
    const fields = { _csrf: 'known', username: 'alice@example.com', password: 'alice-password' }
    for (const [name, value] of Object.entries(fields)) {
      form.append(Object.assign(document.createElement('input'), { name, value }))
    }
    document.body.append(form)
    form.submit()
  `)
  await tab.waitForURL(`${pool.origin}/error?error=form_expired&authorization=**`)
  const cookies = await tab.context().cookies(pool.origin)
  t.strictSame(
    cookies.map(({ value }) => value),
    ['known'],
  )
})

testInTab('a form of another origin cannot sign anybody in', {}, async (t, tab) => {
  await tab.goto(signInPage)
  await tab.goto(app.origin)
  await tab.evaluate(`
    const form = document.createElement('form')
    form.method = 'post'
    form.action = ${JSON.stringify(`${pool.origin}/login?${query}`)}
    for (const [name, value] of [['username', 'alice@example.com'], ['password', 'alice-password']]) {
      form.append(Object.assign(document.createElement('input'), { name, value }))
    }
    document.body.append(form)
    form.submit()
  `)
  await tab.waitForURL(`${pool.origin}/error?error=form_expired&authorization=**`)
  const cookies = await tab.context().cookies(pool.origin)
  t.strictSame(
    cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite })),
    [{ name: `user-pool-csrf-${pool.userPoolId}`, httpOnly: true, sameSite: 'Lax' }],
  )
})
