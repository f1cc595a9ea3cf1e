import { readFile } from 'node:fs/promises'
import t from 'tap'
import { SettingsSchema } from '../../src/config/index.ts'
import { unknownSignIn } from '../../src/web/failures.ts'
import { unusableAnswer, userPoolAway } from '../../src/web/oauth/failures.ts'
import { callbackPath, defaultSessionLimits, signOutPath } from '../../src/web/options.ts'

const guide = await readFile(new URL('../../docs/web-client.md', import.meta.url), 'utf8')

t.test('the settings it names are settings', async t => {
  const names = [...guide.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/g)].map(([, name = '']) => name)
  t.ok(names.length > 10)
  for (const name of names) t.ok(name in SettingsSchema.properties, name)
})

t.test('the limits it names are those of the code', async t => {
  t.strictSame(defaultSessionLimits, {
    maximum: 10_000,
    idleSeconds: 3600,
    absoluteSeconds: 12 * 3600,
  })
  t.match(guide, 'after an hour without a visit, after twelve hours, and with the process; 10,000')
  t.match(guide, `\`<WEB_URL>${callbackPath}\``)
  t.match(guide, `\`<WEB_URL>${signOutPath}\``)
})

t.test('the pages it explains are so called', async t => {
  for (const { content } of [unknownSignIn(), unusableAnswer('x'), userPoolAway()]) {
    t.match(guide, `| ${content.status} ${content.title} |`)
  }
})
