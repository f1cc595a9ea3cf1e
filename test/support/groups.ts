import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const folder = '.compiled/together'
const size = 45

/** How many groups begin before what runs alone, which mostly waits, and leaves them the processors. */
const early = 3

/** Other runs: npm run browser, npm run proofs. */
const apart = /^test\/(browser|proofs)\//

/** They start processes, wait for what is slow, or look at the whole process: each has its own. */
const alone = [
  /^test\/(database\/.*(outage|patience|lock|opening)|lifecycle)/,
  /^test\/(docs-page\/|postman\/newman)/,
]

/** So does a file whose own test, and not one within, makes a folder: all in a group share that one. */
const rootFolder = /^\S.*\bt\.testdir\(/m

/**
 * The tests as files for tap, in the folder of the package, named in the order in which they are to
 * begin: most of a short test's time is to load the service, so many share a process.
 */
export function groupedTests(): string[] {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .map(name => join('test', name))
    .filter(name => name.endsWith('.test.ts') && !apart.test(name))
    .sort()
  const single = files.filter(isAlone).map(file => [file])
  const groups = inGroups(files.filter(file => !isAlone(file)))
  const ordered = [...groups.slice(0, early), ...single, ...groups.slice(early)]
  return ordered.map((group, index) => {
    const file = join(folder, `${String(index + 1).padStart(2, '0')}.test.js`)
    writeFileSync(file, program(group))
    return file
  })
}

/** Files of one folder need the same parts and libraries loaded. */
function inGroups(files: readonly string[]): string[][] {
  const count = Math.ceil(files.length / size)
  return Array.from({ length: count }, (_, index) => files.slice(index * size, (index + 1) * size))
}

function isAlone(file: string): boolean {
  return alone.some(pattern => pattern.test(file)) || rootFolder.test(readFileSync(file, 'utf8'))
}

/** While a file is loaded its test is under way, so that the whole does not seem to have ended. */
function program(files: readonly string[]): string {
  const tests = files.map(file => {
    const path = JSON.stringify(relative(folder, compiled(file)))
    return `await t.test(${JSON.stringify(file)}, async () => void (await import(${path})))`
  })
  return [`import t from 'tap'`, ...tests, ''].join('\n')
}

/** Where test/compile.mjs writes it. */
export function compiled(file: string): string {
  return join('.compiled', file.replace(/\.ts$/, '.js'))
}
