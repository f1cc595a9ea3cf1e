import t from 'tap'
import { startApp } from './app.ts'
import { testInTab } from './chromium.ts'
import { everyPage } from './every-page.ts'
import { findings } from './findings.ts'

const app = await startApp()
const { pool, pages } = await everyPage(`${app.origin}/callback`)
t.teardown(pool.close)

/** Colours change at once, so that none is looked at on its way. */
const still = { reducedMotion: 'reduce' } as const

for (const [name, visit] of Object.entries(pages)) {
  testInTab(`${name}: accessible, in light and dark`, still, async (t, tab) => {
    await visit(tab)
    t.strictSame(await findings(tab), [])
    const headings = await tab.locator('h1').allTextContents()
    t.strictSame(
      headings.map(heading => `${heading} · Local user pool`),
      [await tab.title()],
    )
    const size = Buffer.byteLength(await tab.content())
    t.ok(size < 50_000, `${size} bytes`)
  })
}

testInTab('nothing moves for people who want that', {}, async (t, tab) => {
  const duration = () =>
    tab.evaluate('getComputedStyle(document.querySelector("button")).transitionDuration')
  await pages['sign in']?.(tab)
  t.equal(await duration(), '0.15s, 0.15s, 0.15s')
  await tab.emulateMedia({ reducedMotion: 'reduce' })
  t.equal(await duration(), '0s')
})
