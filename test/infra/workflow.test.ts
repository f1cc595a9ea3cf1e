import { readFileSync } from 'node:fs'
import t from 'tap'

const parts = [...readFileSync('.ci/run', 'utf8').matchAll(/^(\w+)\(\) \{$/gm)].map(
  ([, name]) => name,
)
const calls = [
  ...readFileSync('.github/workflows/ci.yml', 'utf8').matchAll(
    /- run: (?:sudo )?\.ci\/run (.+)$/gm,
  ),
].flatMap(([, names]) => names?.split(' '))

t.test('the workflow runs every part of .ci/run', async t => {
  // There, the tests run on all versions of Node anyway.
  const expected = parts.filter(part => part !== 'node24')
  t.ok(expected.includes('tests'))
  t.strictSame([...new Set(calls)].sort(), expected.sort())
})
