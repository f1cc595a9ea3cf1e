import type { Page } from 'playwright-core'
import { startService } from '../support/service.ts'
import { testInTab } from './chromium.ts'
import { faintText } from './findings.ts'

/** Signs in through the popup, for the scopes named. */
async function authorize(tab: Page, scopes: readonly string[]): Promise<void> {
  await tab.locator('.auth-wrapper .authorize').first().click()
  const dialog = tab.locator('.modal-ux')
  const flow = dialog.locator('.auth-container', { hasText: 'authorizationCode' })
  for (const box of await flow.locator('.scopes .checkbox').all()) {
    const name = (await box.locator('.name').textContent()) ?? ''
    const input = box.locator('input')
    if ((await input.isChecked()) !== scopes.includes(name)) await box.locator('label').click()
  }
  const popup = tab.waitForEvent('popup')
  await flow.locator('button.authorize').click()
  const window = await popup
  await window.locator('input[name=username]').first().fill('alice@example.com')
  await window.locator('input[name=password]').first().fill('alice-password')
  const closed = window.waitForEvent('close')
  // It closes itself once signed in, at times before the key is let go.
  await Promise.allSettled([window.locator('input[name=password]').first().press('Enter')])
  await closed
  await flow.locator('button', { hasText: 'Logout' }).waitFor()
  await dialog.locator('.close-modal').click()
}

/** Sends the example of an operation as it stands, and gives status and body of the answer. */
async function execute(tab: Page, operationId: string) {
  const operation = tab.locator(`[id$=-${operationId}]`)
  await operation.locator('.opblock-summary-control').click()
  await operation.locator('button.execute').click()
  const answer = operation.locator('.live-responses-table')
  await answer.waitFor()
  return {
    status: await answer.locator('tbody .response-col_status').first().textContent(),
    body: await answer.locator('.highlight-code').first().textContent(),
  }
}

testInTab('signed in with the scope, the example places an order', {}, async (t, tab) => {
  const { url } = await startService(t)
  await tab.goto(`${url}/docs`)
  t.equal(await tab.title(), 'Orders API')
  await authorize(tab, ['orders/order.write'])
  const { status, body } = await execute(tab, 'createOrder')
  t.match(status, /^201/)
  t.match(body, '"status": "pending"')
})

testInTab('signed in without it, the answer says which scope is missing', {}, async (t, tab) => {
  const { url } = await startService(t)
  await tab.goto(`${url}/docs`)
  await authorize(tab, ['orders/order.read'])
  const { status, body } = await execute(tab, 'createOrder')
  t.match(status, /^403/)
  t.match(body, '"code": "insufficient_scope"')
})

testInTab('it is dark where the system is', { colorScheme: 'dark' }, async (t, tab) => {
  const { url } = await startService(t)
  await tab.goto(`${url}/docs`)
  await tab.locator('html.dark-mode').waitFor()
  await tab.emulateMedia({ colorScheme: 'light' })
  await tab.locator('html:not(.dark-mode)').waitFor()
})

for (const colorScheme of ['light', 'dark'] as const) {
  testInTab(`its text can be read, ${colorScheme}`, { colorScheme }, async (t, tab) => {
    const { url } = await startService(t)
    await tab.goto(`${url}/docs`)
    await tab.locator('.opblock').first().waitFor()
    t.strictSame(await faintText(tab), [])
  })
}

testInTab(
  'it is as wide as a phone',
  { viewport: { width: 360, height: 640 }, isMobile: true },
  async (t, tab) => {
    const { url } = await startService(t)
    await tab.goto(`${url}/docs`)
    await tab.locator('.opblock').first().waitFor()
    t.strictSame(
      await tab.evaluate('[innerWidth, document.documentElement.scrollWidth]'),
      [360, 360],
    )
  },
)
