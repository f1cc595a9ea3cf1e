import t from 'tap'
import { look } from '../../../src/html/look.ts'

// What axe cannot tell: text on the panel, whose ground is drawn.

const [light = '', dark = ''] = look.split('@media screen and (prefers-color-scheme: dark)')

function colour(scheme: string, name: string): [number, number, number] {
  const [, hex = ''] = new RegExp(`--${name}: #([0-9a-f]{6});`).exec(scheme) ?? []
  return [0, 2, 4].map(at => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
}

/** WCAG 2.2: relative luminance. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb.map(value => {
    const part = value / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: readonly number[], other: readonly number[]): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

/** The panel where a ring is drawn on it. */
function ringed(scheme: string): number[] {
  const [, red = '', green = '', blue = '', share = ''] =
    /--ring: rgb\((\d+) (\d+) (\d+) \/ (\.\d+)\)/.exec(scheme) ?? []
  return colour(scheme, 'deep').map(
    (part, at) => part + (Number([red, green, blue][at]) - part) * Number(share),
  )
}

for (const [name, scheme] of Object.entries({ light, dark })) {
  t.test(`text on the panel stands out, ${name}`, async t => {
    for (const text of ['on-deep', 'quiet-on-deep']) {
      for (const ground of [colour(scheme, 'deep'), ringed(scheme)]) {
        t.ok(contrast(colour(scheme, text), ground) >= 4.5, text)
      }
    }
  })

  t.test(`fields and the focus stand out, ${name} (WCAG 1.4.11)`, async t => {
    for (const line of ['field', 'accent']) {
      t.ok(contrast(colour(scheme, line), colour(scheme, 'surface')) >= 3, line)
    }
  })
}

t.test('the measure is the right one', async t => {
  t.equal(contrast([0, 0, 0], [255, 255, 255]).toFixed(2), '21.00')
  t.equal(contrast([119, 119, 119], [255, 255, 255]).toFixed(2), '4.48')
})
