import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Of what is right it tells one node a rule. */
const audit = `axe.run({ resultTypes: ['violations'] })`

const views = {
  'light, on a desk': { media: { colorScheme: 'light' }, size: { width: 1200, height: 800 } },
  'dark, on a phone': { media: { colorScheme: 'dark' }, size: { width: 390, height: 844 } },
  'light, between': { media: { colorScheme: 'light' }, size: { width: 900, height: 800 } },
} as const

/** Text that stands out too little from its ground (WCAG 1.4.3). */
export async function faintText(tab: Page): Promise<string[]> {
  await tab.evaluate(axe)
  const { violations } = await tab.evaluate<AxeResults>(`axe.run({ runOnly: 'color-contrast' })`)
  return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
}

/** What is wrong with a page, for people who cannot see it well or at all. */
export async function findings(tab: Page): Promise<string[]> {
  const found: string[] = []
  await tab.evaluate(axe)
  for (const [view, { media, size }] of Object.entries(views)) {
    await tab.emulateMedia(media)
    await tab.setViewportSize(size)
    const { violations, passes } = await tab.evaluate<AxeResults>(audit)
    if (passes.length <= 10) found.push(`${view}: axe has hardly found anything to look at`)
    for (const { id, nodes } of violations) {
      found.push(`${view}: ${id} ${nodes.map(({ html }) => html).join(' ')}`)
    }
  }
  await tab.setViewportSize({ width: 320, height: 640 })
  if (await tab.evaluate(isCutOff)) found.push('cut off at 320 pixels (WCAG 1.4.10)')
  await tab.evaluate(spaceOut)
  if (await tab.evaluate(isCutOff)) found.push('cut off when spaced out (WCAG 1.4.12)')
  return found
}

/** What a card hides does not make the page scroll. */
const isCutOff = `[document.documentElement, ...document.querySelectorAll('main')].some(
  ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth
)`

const spaceOut = `for (const { style } of document.querySelectorAll('body, body *')) {
  style.letterSpacing = '.12em'
  style.wordSpacing = '.16em'
  style.lineHeight = '1.5'
}`
