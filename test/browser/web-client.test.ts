import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { buildWebClient } from '../../src/web/web-client.ts'
import { createWorld, listenApi } from '../web/world.ts'
import { startApp } from './app.ts'
import { testInTab } from './chromium.ts'
import { findings } from './findings.ts'

const world = await createWorld(t)
await listenApi(t, world)
const { url, settings } = world
const app = await buildWebClient(settings)
t.teardown(() => app.close())
await app.listen({ host: 'localhost', port: Number(new URL(url).port) })

async function signIn(tab: Page, user = 'alice@example.com'): Promise<void> {
  await tab.goto(url)
  await tab.click('main a.button')
  await tab.getByRole('button', { name: user }).click()
  await tab.waitForURL(`${url}/`)
}

const heading = (tab: Page) => tab.locator('h1').textContent()
const focused = (tab: Page) => tab.locator(':focus').getAttribute('id')
const press = (tab: Page, name: string) => tab.getByRole('button', { name, exact: true }).click()
const open = (tab: Page, name: string) => tab.getByRole('link', { name, exact: true }).click()

/** All that there is to do, from the first page to the last. */
async function walk(test: Test, tab: Page): Promise<void> {
  await signIn(tab)
  test.equal(await heading(tab), 'Your tokens')
  test.equal(await tab.locator('.person strong').textContent(), 'alice@example.com')

  await open(tab, 'Orders API')
  await tab.fill('#sku', 'tea-darjeeling')
  await press(tab, 'Place order')
  await tab.waitForSelector('text=201 Created')
  test.match(await focused(tab), 'last-call', 'the answer is where one goes on')
  test.match(await tab.locator('.orders li').first().textContent(), '2 × tea-darjeeling · €9.00')
  await tab.getByRole('button', { name: /^Cancel tea-darjeeling, / }).click()
  await tab.waitForSelector('text=200 OK')
  test.match(await tab.locator('.orders li').first().textContent(), 'cancelled')

  await press(tab, 'Refresh')
  await tab.waitForSelector('text=Your tokens are new.')
  test.match(await focused(tab), 'news')

  await open(tab, 'AWS identity')
  await press(tab, 'Get AWS credentials')
  await tab.waitForSelector('text=assumed-role/local-authenticated')
  test.match(await focused(tab), 'credentials')

  await press(tab, 'Sign out')
  await tab.waitForURL(`${url}/oauth/cognito/logout`)
  test.equal(await heading(tab), 'You are signed out')
  await open(tab, 'Sign in again')
  await tab.waitForSelector('#password')
  test.match(tab.url(), world.pool.origin, 'the user pool asks for the password again')
}

testInTab('from the sign-in to the sign-out', {}, walk)

testInTab('the same without script', { javaScriptEnabled: false }, walk)

testInTab(
  'without script tokens are there to be copied by hand',
  { javaScriptEnabled: false },
  async (t, tab) => {
    await signIn(tab)
    t.equal(await tab.locator('button[data-copy]:visible').count(), 0)
    await tab.click('text=The access token itself')
    t.match(await tab.inputValue('#access-token'), /^eyJ/)
    t.match(await tab.locator('.countdown').textContent(), /^(1 h 0 min|59 min \d+ s)$/)
  },
)

testInTab('with script they are copied by a button, which says so', {}, async (t, tab) => {
  await tab.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: url })
  await signIn(tab)
  for (const [button, source, done] of [
    ['Copy token', '#access-token', 'The access token is copied.'],
    ['Copy curl', '#curl', 'The command is copied. It holds the token.'],
    ['Copy ID token', '#id-token', 'The ID token is copied.'],
  ] as const) {
    await press(tab, button)
    await tab.waitForSelector(`[role=status]:has-text("${done}")`)
    t.equal(
      await tab.evaluate('navigator.clipboard.readText()'),
      await tab.inputValue(source),
      button,
    )
  }
})

testInTab('and do not say it for ever', {}, async (t, tab) => {
  await tab.clock.install()
  await tab.context().grantPermissions(['clipboard-write'], { origin: url })
  await signIn(tab)
  await press(tab, 'Copy token')
  await tab.waitForSelector('#told:has-text("copied")')
  await tab.clock.fastForward(6000)
  t.equal(await tab.locator('#told').textContent(), '')
})

testInTab('where the clipboard is closed, the token is selected', {}, async (t, tab) => {
  await signIn(tab)
  await tab.evaluate(
    'Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject() } })',
  )
  await press(tab, 'Copy token')
  await tab.waitForSelector('[role=status]:has-text("Selected: copy it")')
  t.equal(await tab.evaluate('getSelection().toString()'), await tab.inputValue('#access-token'))
})

testInTab('the time that is left is counted down', {}, async (t, tab) => {
  await tab.clock.install()
  await signIn(tab)
  const countdown = tab.locator('.countdown')
  await tab.clock.fastForward('10:00')
  t.match(await countdown.textContent(), /^(50 min 0 s|49 min \d+ s)$/)
  await tab.clock.fastForward('01:00:00')
  t.equal(await countdown.textContent(), 'expired')
  t.match(await countdown.getAttribute('class'), 'over')
})

testInTab('everything is reached by keyboard, with the focus to be seen', {}, async (t, tab) => {
  await tab.goto(url)
  await tab.keyboard.press('Tab')
  await tab.keyboard.press('Enter')
  await tab.waitForSelector('#password')
  await tab.getByRole('button', { name: 'bob@example.com' }).press('Enter')
  await tab.waitForURL(`${url}/`)
  const focused: string[] = []
  for (const _ of Array.from({ length: 9 })) {
    await tab.keyboard.press('Tab')
    focused.push(await tab.evaluate<string>('document.activeElement.textContent'))
    t.equal(await tab.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid')
  }
  t.strictSame(focused, [
    'Tokens',
    'Orders API',
    'AWS identity',
    'Refresh',
    'Sign out',
    'Copy token',
    'Copy curl',
    'The access token itself',
    'A call with it',
  ])
})

testInTab('a form of another app on this machine does nothing', {}, async (t, tab) => {
  const other = await startApp()
  await signIn(tab)
  await tab.goto(other.origin)
  await tab.evaluate(`
    const form = document.createElement('form')
    form.method = 'post'
    form.action = ${JSON.stringify(`${url}/oauth/cognito/logout`)}
    document.body.append(form)
    form.submit()
  `)
  await tab.waitForURL(`${url}/oauth/cognito/logout`)
  t.equal(await heading(tab), 'This form is out of date')
  await open(tab, 'To the start')
  t.equal(await heading(tab), 'Your tokens', 'still signed in')
})

testInTab(
  'nor can it show the pages inside its own',
  { expectedErrors: /frame-ancestors|Refused to (display|frame)/ },
  async (t, tab) => {
    const other = await startApp()
    await tab.goto(other.origin)
    await tab.evaluate(
      `document.body.append(Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(url)} }))`,
    )
    const [, frame] = tab.frames()
    await frame?.waitForLoadState()
    t.equal(await frame?.locator('main a').count(), 0)
  },
)

const pages: Record<string, (tab: Page) => Promise<unknown>> = {
  start: tab => tab.goto(url),
  tokens: tab => signIn(tab),
  'tokens, opened': async tab => {
    await signIn(tab)
    for (const summary of await tab.locator('summary').all()) await summary.click()
  },
  orders: async tab => {
    await signIn(tab, 'bob@example.com')
    await open(tab, 'Orders API')
    await tab.fill('#sku', 'مرحبا-'.repeat(10))
    await press(tab, 'Place order')
    await tab.waitForSelector('text=201 Created')
  },
  'orders, refused': async tab => {
    await signIn(tab, 'bob@example.com')
    await open(tab, 'Orders API')
    await tab.fill('#quantity', 'two')
    await press(tab, 'Place order')
    await tab.waitForSelector('text=400 Bad Request')
  },
  aws: async tab => {
    await signIn(tab)
    await open(tab, 'AWS identity')
    await press(tab, 'Get AWS credentials')
    await tab.waitForSelector('text=assumed-role')
  },
  'a failure': tab => tab.goto(`${url}/oauth/cognito?state=x`),
  'signed out': tab => tab.goto(`${url}/oauth/cognito/logout`),
}

for (const [name, visit] of Object.entries(pages)) {
  testInTab(
    `${name}: accessible, in light and dark`,
    { reducedMotion: 'reduce' },
    async (t, tab) => {
      await visit(tab)
      t.strictSame(await findings(tab), [])
      t.equal(`${await heading(tab)} · Orders`, await tab.title())
    },
  )
}
