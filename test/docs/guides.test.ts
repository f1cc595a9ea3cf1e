import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { SettingsSchema } from '../../src/config/index.ts'
import { catalogue } from '../../src/problem/catalogue.ts'

/** Tests run in the folder of the package. */
const root = pathToFileURL(`${process.cwd()}/`)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const guides = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...readdirSync(new URL('docs/', root)).map(name => `docs/${name}`),
]
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

t.test('every link leads somewhere', t => {
  for (const guide of guides) {
    const links = [...read(guide).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)]
    for (const [link, file = '', anchor] of links) {
      const url = new URL(file === '' ? guide.replace(/.*\//, '') : file, new URL(guide, root))
      if (!existsSync(url)) t.fail(`${guide}: ${link}`)
      else if (anchor !== undefined && !anchorsOf(readFileSync(url, 'utf8')).includes(anchor)) {
        t.fail(`${guide}: ${link} has no such heading`)
      } else t.ok(statSync(url))
    }
  }
  t.end()
})

/** As GitHub makes them from headings. */
function anchorsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  )
}

t.test('every npm script that is named exists', t => {
  for (const guide of guides) {
    for (const [text, name = ''] of read(guide).matchAll(/npm run (?:--silent )?([\w:]+)/g)) {
      if (!/^bench\//.test(name)) t.ok(name in scripts, `${guide}: ${text}`)
    }
  }
  t.end()
})

t.test('every setting is in the table of the README', t => {
  const table = read('README.md').slice(read('README.md').indexOf('## Settings'))
  for (const name of Object.keys(SettingsSchema.properties)) t.match(table, `\`${name}\``, name)
  t.end()
})

t.test('troubleshooting knows the words of answers and log', t => {
  const guide = read('docs/troubleshooting.md')
  const reasons = read('docs/operating.md')
  const codes = [...guide.matchAll(/^## \d{3} `(\w+)`/gm)].map(([, code = '']) => code)
  t.ok(codes.length > 4)
  for (const code of codes) t.ok(code in catalogue, code)
  const [section = ''] = guide.split(/^## /m).filter(text => text.startsWith('401 `invalid_token`'))
  const named = [...section.matchAll(/^- `(\w+)`:/gm)].map(([, reason = '']) => reason)
  t.ok(named.length > 6)
  for (const reason of named) t.match(reasons, `\`${reason}\``, reason)
  t.end()
})
