import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'

/** A new, empty folder for a whole test file; that of `t.testdir()` all files of a process would share. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'test-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
