import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'

const { version } = createRequire(import.meta.url)('ts-blank-space/package.json')
const folder = new URL('../../node_modules/.cache/stripped-types/', import.meta.url)

/** Runs TypeScript with its types blanked out; see https://nodejs.org/api/module.html#load. */
export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts')) return nextLoad(url, context)
  const { source } = await nextLoad(url, { ...context, format: 'module' })
  return { format: 'module', shortCircuit: true, source: await stripped(source.toString()) }
}

// Every test file is a process that loads the whole service: the parser would be most of its time.
async function stripped(source) {
  const name = createHash('sha256').update(version).update(source).digest('hex')
  const file = new URL(`${name}.js`, folder)
  return readFile(file, 'utf8').catch(() => strip(source, file))
}

async function strip(source, file) {
  const { default: blankTypes } = await import('ts-blank-space')
  const text = blankTypes(source)
  const temporary = new URL(`${file.href}.${process.pid}`)
  await mkdir(folder, { recursive: true })
  await writeFile(temporary, text)
  await rename(temporary, file)
  return text
}
