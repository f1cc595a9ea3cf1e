// Runs tap with one PostgreSQL for all its files, where there is one: npm run tap -- [option or file ...]
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { compiled, groupedTests } from './support/groups.ts'
import { findPostgres, startPostgres } from './support/postgres-server.ts'

const postgres =
  process.env.TEST_POSTGRES_URL === undefined && findPostgres() ? await startPostgres() : undefined
const given = process.argv
  .slice(2)
  .map(argument => (argument.startsWith('test/') ? compiled(argument) : argument))
const files = given.every(argument => argument.startsWith('-')) ? groupedTests() : []
const { status } = spawnSync('node_modules/.bin/tap', [...given, ...files], {
  stdio: 'inherit',
  env: {
    ...process.env,
    NODE_OPTIONS: `--import=${pathToFileURL('test/without-hooks.mjs')}`,
    ...(postgres && { TEST_POSTGRES_URL: postgres.url }),
  },
})
await postgres?.stop()
process.exitCode = status ?? 1
