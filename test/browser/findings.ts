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
  const width = await tab.evaluate<number>('document.documentElement.scrollWidth')
  if (width !== 320) found.push(`scrolls sideways at 320 pixels (WCAG 1.4.10): ${width}`)
  return found
}
