import { readFileSync } from 'node:fs'
import dotenv from 'dotenv'
import t from 'tap'
import { loadConfig, SettingsSchema } from '../../src/config/index.ts'

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
const lines = text.split('\n')

/** The settings that are commented out, as they would be read. */
const values = dotenv.parse(text.replace(/^#(?=[A-Z_]+=)/gm, ''))
const schemas: Record<string, object> = SettingsSchema.properties
const defaults = Object.entries(schemas).filter(([, schema]) => 'default' in schema)

t.test('.env.example has every setting once, and no other', async t => {
  const names = lines.flatMap(line => /^#?([A-Z_]+)=/.exec(line)?.slice(1) ?? [])
  t.strictSame(names.sort(), Object.keys(SettingsSchema.properties).sort())
  t.strictSame(Object.keys(values).sort(), names)
})

t.test('copied as it is, it changes nothing', async t => {
  t.strictSame(dotenv.parse(text), {})
})

t.test('it shows the defaults', async t => {
  const shown = defaults.map(([name]) => [name, values[name]])
  t.strictSame(
    shown,
    defaults.map(([name, schema]) => [name, String((schema as { default: unknown }).default)]),
  )
})

t.test('its examples can be used', async t => {
  const examples = Object.fromEntries(
    Object.entries(values).filter(([name]) => !defaults.some(([other]) => other === name)),
  )
  t.match(loadConfig(values), {
    COGNITO_CLIENT_ID: ['1example23456789', '2example98765432'],
    CORS_ORIGINS: ['https://app.example.com', 'https://admin.example.com'],
  })
  t.strictSame(loadConfig(examples), loadConfig(values))
})

t.test('every setting is explained above it', async t => {
  for (const [index, line] of lines.entries()) {
    const isFirst = /^#[A-Z_]+=/.test(line) && !/^#[A-Z_]+=/.test(lines[index - 1] ?? '')
    if (isFirst) t.match(lines[index - 1], /^# [A-Za-z<].*[^-]$/, line)
    t.ok(line.length <= 110)
  }
})

t.test('the bounds of numbers are told above them, but those of ports', async t => {
  for (const [name, schema] of Object.entries(schemas)) {
    const { maximum, minimum = 0 } = schema as { maximum?: number; minimum?: number }
    if (maximum === undefined || name.endsWith('PORT')) continue
    const comment = commentAbove(name)
    for (const bound of [maximum, minimum].filter(bound => bound > 0)) {
      t.match(comment, new RegExp(`\\b${bound.toLocaleString('en')}\\b|\\b${bound}\\b`), name)
    }
  }
})

/** The comment that explains a setting, and may explain others with it. */
function commentAbove(name: string): string {
  const index = lines.findIndex(line => line.startsWith(`#${name}=`))
  const from = lines.lastIndexOf('', index)
  return lines
    .slice(from, index)
    .filter(line => line.startsWith('# '))
    .join(' ')
}
