import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const folder = join(process.cwd(), 'src/cognito')

/** Itself, and what comes with the package to whoever registers it. */
const inside = /^(?:node:|\.\/|fastify$|fastify-plugin$|aws-jwt-verify\/)/

t.test('the middleware stands for itself: no file of it imports from outside', t => {
  const files = readdirSync(folder)
  t.ok(files.includes('plugin.ts'))
  for (const file of files) {
    const code = readFileSync(join(folder, file), 'utf8')
    const imported = [...code.matchAll(/(?:from|import) '([^']+)'|import\('([^']+)'\)/g)]
    const names = imported.map(([, name, lazy = '']) => name ?? lazy)
    t.strictSame(
      names.filter(name => !inside.test(name)),
      [],
      file,
    )
  }
  t.end()
})
