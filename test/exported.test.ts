import { readdir, readFile } from 'node:fs/promises'
import t from 'tap'

const read = (path: string) => readFile(new URL(`../${path}`, import.meta.url), 'utf8')

// Versions speak of them, so whoever depends on one must find it.
t.test('the package has what its guides point to', async t => {
  const { files } = JSON.parse(await read('package.json'))
  // What proves a sentence stays in the repository.
  const proofs = ['test', 'bench', 'src']
  const always = ['README.md', 'LICENSE', 'package.json']
  const isThere = (path: string) =>
    [...always, ...proofs, ...files].some(entry => path === entry || path.startsWith(`${entry}/`))
  for (const name of (await readdir(new URL('../docs/', import.meta.url))).sort()) {
    const links = [...(await read(`docs/${name}`)).matchAll(/\]\(\.\.\/([^)#]+)/g)]
    t.strictSame(
      links.flatMap(([, path = '']) => (isThere(path) ? [] : [path])),
      [],
      name,
    )
  }
})

t.test('what the package exports is in its guides', async t => {
  const guides = (
    await Promise.all(['plugin', 'testing', 'local-user-pool'].map(name => read(`docs/${name}.md`)))
  ).join()
  for (const entry of ['cognito', 'user-pool']) {
    // Where the types still are: not beside this file, from which they were taken.
    const index = await read(`../src/${entry}/index.ts`)
    const lists = [...index.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(
      ([, list = '']) => list,
    )
    const names = lists
      .flatMap(list => list.split(','))
      .flatMap(item => /\w+(?=\s*$)/.exec(item) ?? [])
    t.ok(names.length > 20)
    t.strictSame(
      names.filter(name => name !== 'default' && !guides.includes(`\`${name}\``)),
      [],
      entry,
    )
  }
})
