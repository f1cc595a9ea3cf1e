import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const tap = 'node_modules/.bin/tap'
const built = 'node_modules/@tapjs/test/test-built/dist/esm/index.js'

/**
 * Has tap take out the plugins that package.json does without. By itself it does so too late for
 * the first run after an installation, which would then load all tests through a compiler.
 */
export function buildTap(): void {
  if (existsSync(built) && !readFileSync(built, 'utf8').includes('@tapjs/typescript')) return
  execFileSync(tap, ['build'], { stdio: ['ignore', 'ignore', 'inherit'] })
}
