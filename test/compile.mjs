// Writes the sources, with their types blanked out, and links to all else, into a folder from which
// Node runs the tests: hooks that do this while modules are loaded would take more time than the tests.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const output = '.compiled'
const folders = ['src', 'test', 'faults', 'bench']
const apart = [...folders, output, 'node_modules', '.git', '.tap']

/** A relative path to a source, in quotes: what is imported, or run in a process or thread. */
const pathOfSource = /(?<=(['"])\.{1,2}\/[^'"\n]*)\.ts(?=\1)/g

const sources = folders.flatMap(filesIn).filter(file => !file.includes('node_modules'))
const others = readdirSync('.').filter(name => !apart.includes(name))
const changed = sources.filter(source => !isCurrent(source))
if (changed.length > 0) {
  const { default: blankTypes } = await import('ts-blank-space')
  for (const source of changed) write(source, blankTypes)
}
const expected = new Set(sources.map(outputOf))
// Only where there are copies: newer versions of Node list what is behind links too.
for (const file of folders.flatMap(folder => filesIn(join(output, folder)))) {
  if (!expected.has(file)) rmSync(file)
}
for (const name of others) link(name)

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => !entry.isDirectory())
    .map(entry => join(entry.parentPath, entry.name))
}

function outputOf(source) {
  return join(output, source.replace(/\.ts$/, '.js'))
}

function isCurrent(source) {
  const written = statSync(outputOf(source), { throwIfNoEntry: false })
  return written !== undefined && written.mtimeMs > statSync(source).mtimeMs
}

function write(source, blankTypes) {
  const file = outputOf(source)
  mkdirSync(dirname(file), { recursive: true })
  const text = readFileSync(source, 'utf8')
  // What stays, stays in its place, so lines and columns are those of the source.
  const isTypeScript = source.endsWith('.ts')
  writeFileSync(file, isTypeScript ? blankTypes(text).replaceAll(pathOfSource, '.js') : text)
}

function link(name) {
  rmSync(join(output, name), { force: true })
  symlinkSync(resolve(name), join(output, name))
}
