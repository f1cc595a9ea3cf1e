import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const folder = '.tap/groups'
const largest = 8

/** They start processes, wait for what is slow, or look at the whole process: each has its own. */
const alone = [
  /^test\/(database|durability|lifecycle|package)\//,
  /^test\/(user-pool\/(pages|api\/clients)|docs-page|postman)\//,
]

/** So does a file whose own test, and not one within, makes a folder: all in a group share that one. */
const rootFolder = /^\S.*\bt\.testdir\(/m

/**
 * The tests as files for tap, in the folder of the package: most of a short test's time is to load
 * the service, so several of one folder share a process.
 */
export function groupedTests(): string[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map(name => join('test', name))
    .filter(name => name.endsWith('.test.ts'))
    .sort()
  const shared = files.filter(file => !isAlone(file))
  const folders = [...new Set(shared.map(file => dirname(file)))]
  return [
    ...files.filter(isAlone),
    ...folders.flatMap(name =>
      writeGroups(
        name,
        shared.filter(file => dirname(file) === name),
      ),
    ),
  ]
}

function isAlone(file: string): boolean {
  return alone.some(pattern => pattern.test(file)) || rootFolder.test(readFileSync(file, 'utf8'))
}

function writeGroups(name: string, members: readonly string[]): string[] {
  const count = Math.ceil(members.length / largest)
  return Array.from({ length: count }, (_, index) => {
    const group = join(folder, `${name.replaceAll('/', '-')}-${index + 1}.test.ts`)
    const files = members.filter((_, at) => at % count === index)
    writeFileSync(group, files.map(file => `import '../../${file}'\n`).join(''))
    return group
  })
}
