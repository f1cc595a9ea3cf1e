// Runs tap with one PostgreSQL for all its files, where there is one: npm test -- [option or file ...]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { groupedTests } from './support/groups.ts'
import { findPostgres, startPostgres } from './support/postgres-server.ts'

const postgres =
  process.env.TEST_POSTGRES_URL === undefined && findPostgres() ? await startPostgres() : undefined
const tap = fileURLToPath(new URL('../node_modules/.bin/tap', import.meta.url))
// Whole, because processes and threads of the tests get it too, whatever their folder.
const loader = `--node-arg=--import=${new URL('support/typescript.mjs', import.meta.url)}`
const given = process.argv.slice(2)
const files = given.every(argument => argument.startsWith('-')) ? groupedTests() : []
const { status } = spawnSync(tap, [loader, ...given, ...files], {
  stdio: 'inherit',
  env: { ...process.env, ...(postgres && { TEST_POSTGRES_URL: postgres.url }) },
})
await postgres?.stop()
process.exitCode = status ?? 1
