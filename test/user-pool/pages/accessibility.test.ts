import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import t from 'tap'
import { startApp } from '../../browser/app.ts'
import { testInTab } from '../../browser/chromium.ts'
import { everyPage } from './every-page.ts'

const app = await startApp()
const { pool, pages } = await everyPage(`${app.origin}/callback`)
t.teardown(pool.close)
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Of what is right it tells one node a rule. */
const audit = `axe.run({ resultTypes: ['violations'] })`

const views = {
  'light, on a desk': { media: { colorScheme: 'light' }, size: { width: 1200, height: 800 } },
  'dark, on a phone': { media: { colorScheme: 'dark' }, size: { width: 390, height: 844 } },
} as const

/** Colours change at once, so that none is looked at on its way. */
const still = { reducedMotion: 'reduce' } as const

async function findings(tab: Page): Promise<unknown[]> {
  const { violations, passes } = await tab.evaluate<AxeResults>(audit)
  const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
  return passes.length > 10 ? found : ['axe has hardly found anything to look at']
}

for (const [name, visit] of Object.entries(pages)) {
  testInTab(`${name}: accessible, in light and dark`, still, async (t, tab) => {
    await visit(tab)
    await tab.evaluate(axe)
    for (const [view, { media, size }] of Object.entries(views)) {
      await tab.emulateMedia(media)
      await tab.setViewportSize(size)
      t.strictSame(await findings(tab), [], `axe finds nothing: ${view}`)
    }
    await tab.setViewportSize({ width: 320, height: 640 })
    const width = await tab.evaluate<number>('document.documentElement.scrollWidth')
    t.equal(width, 320, 'no scrolling sideways at 320 pixels (WCAG 1.4.10)')
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
