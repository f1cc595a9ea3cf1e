import { startService } from '../support/service.ts'
import { testInTab } from './chromium.ts'
import { findings } from './findings.ts'

for (const path of ['/', '/problems']) {
  testInTab(
    `${path}: accessible, in light and dark`,
    { reducedMotion: 'reduce' },
    async (t, tab) => {
      const { url } = await startService(t)
      await tab.goto(url + path)
      t.strictSame(await findings(tab), [])
      t.equal(await tab.locator('h1').textContent(), await tab.title())
    },
  )
}
