// Runs tap with one PostgreSQL and one Chromium for all its files, where there are any:
// npm run tap -- [option or file ...]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { pathToFileURL } from 'node:url'
import { startChromium } from './support/chromium-server.ts'
import { compiled, groupedTests } from './support/groups.ts'
import { findPostgres, startPostgres } from './support/postgres-server.ts'
import { buildTap } from './support/tap-build.ts'

buildTap()
const given = process.argv
  .slice(2)
  .map(argument => (argument.startsWith('test/') ? compiled(argument) : argument))
const isWhole = given.every(argument => argument.startsWith('-'))
const postgres =
  process.env.TEST_POSTGRES_URL === undefined && findPostgres() ? await startPostgres() : undefined
const browser = isWhole ? await startChromium() : undefined

const files = isWhole ? groupedTests() : []
const tap = spawn('node_modules/.bin/tap', [...given, ...files], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_OPTIONS: `--import=${pathToFileURL('test/without-hooks.mjs')}`,
    ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
    ...(browser && { TEST_CHROMIUM_URL: browser.wsEndpoint() }),
  },
})
const [code] = await once(tap, 'exit')
await Promise.all([postgres?.stop(), browser?.close()])
process.exitCode = code ?? 1
