// Runs tap with one PostgreSQL and one Chromium for all its files, where there are any and they are
// of use: npm run tap -- [option or file ...]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { startChromium } from './browser/chromium-server.ts'
import { compiled, groupedTests } from './support/groups.ts'
import { findPostgres, NO_POSTGRES, startPostgres } from './support/postgres-server.ts'
import { findRedis, NO_REDIS } from './support/redis.ts'
import { runFolder } from './support/run-folder.ts'
import { buildTap } from './support/tap-build.ts'

// The terminal tells tap as well, whose end is waited for.
process.on('SIGINT', () => {})
buildTap()
const given = process.argv
  .slice(2)
  .map(argument => (argument.startsWith('test/') ? compiled(argument) : argument))
const isWhole = given.every(argument => argument.startsWith('-'))
if (isWhole) process.env.TMPDIR = runFolder()
const postgres =
  process.env.TEST_POSTGRES_URL === undefined && findPostgres() ? await startPostgres() : undefined
const browses = given.some(argument => argument.startsWith(compiled('test/browser/')))
const browser = browses ? await startChromium() : undefined

const lacks = [
  ...(process.env.TEST_POSTGRES_URL === undefined && !findPostgres() ? [NO_POSTGRES] : []),
  ...(findRedis() ? [] : [NO_REDIS]),
]
// Tests that are skipped cover nothing. Where all is to be there, that fails.
const mayLack = lacks.length > 0 && process.env.CI === undefined
const coverage = mayLack ? ['--allow-incomplete-coverage'] : []
const files = isWhole ? groupedTests() : []

const tap = spawn('node_modules/.bin/tap', [...coverage, ...given, ...files], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_OPTIONS: `--import=${pathToFileURL('test/prepare-process.mjs')}`,
    ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
    ...(browser && { TEST_CHROMIUM_URL: browser.wsEndpoint() }),
  },
})
const [code] = await once(tap, 'exit')
for (const lack of isWhole ? lacks : []) console.log(`Tests were skipped: ${lack}`)
if (isWhole && mayLack) console.log('Coverage was no condition, therefore.')
await Promise.all([postgres?.stop(), browser?.close()])
process.exitCode = code ?? 1
