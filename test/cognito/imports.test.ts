import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'

const folder = join(process.cwd(), 'src/cognito')

/** What comes with the package to whoever registers it. */
const packages = /^(?:node:|fastify$|fastify-plugin$|aws-jwt-verify\/)/

t.test('the middleware stands for itself: no file of it imports from outside', t => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const sources = files.filter(file => file.endsWith('.ts'))
  t.ok(sources.includes('plugin.ts'))
  t.ok(sources.includes(join('keys', 'key-set.ts')))
  for (const file of sources) {
    const code = readFileSync(join(folder, file), 'utf8')
    const imported = [...code.matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)]
    const names = imported.map(([, name, lazy = '']) => name ?? lazy)
    const strangers = names.filter(name => !packages.test(name) && !isInside(file, name))
    t.strictSame(strangers, [], file)
  }
  t.end()
})

function isInside(file: string, name: string): boolean {
  const imported = join(folder, dirname(file), name)
  return name.startsWith('.') && !relative(folder, imported).startsWith('..')
}
