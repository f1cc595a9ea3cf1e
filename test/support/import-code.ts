import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Test } from 'tap'
import blankTypes from 'ts-blank-space'

/** Runs a TypeScript module, such as an example of the documentation, and gives what it exports. */
export async function importCode<Exports>(t: Test, code: string): Promise<Exports> {
  const file = join(t.testdir(), 'code.mjs')
  await writeFile(file, blankTypes(code))
  return import(file)
}
