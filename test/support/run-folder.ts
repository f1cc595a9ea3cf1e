import { chmodSync, existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
/** In bytes; a run needs a fifth of it. */
const enough = 2 ** 31

/**
 * A folder for what the tests of one run write, until the process ends. It is in memory where the
 * machine has room there: a disk takes long to make and remove thousands of files.
 */
export function runFolder(): string {
  const folder = mkdtempSync(join(hasRoom() ? memory : tmpdir(), 'tests-'))
  // PostgreSQL runs as a user of its own where this is root.
  chmodSync(folder, 0o755)
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function hasRoom(): boolean {
  if (process.env.TMPDIR !== undefined || !existsSync(memory)) return false
  const { bavail, bsize } = statfsSync(memory)
  return bavail * bsize > enough
}
