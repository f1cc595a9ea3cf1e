// Runs tap with one PostgreSQL for all its files, where there is one: npm test -- [file ...]
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findPostgres, startPostgres } from './support/postgres-server.ts'

const given = process.env.TEST_POSTGRES_URL
const postgres = given === undefined && findPostgres() ? await startPostgres() : undefined
const tap = fileURLToPath(new URL('../node_modules/.bin/tap', import.meta.url))
const { status } = spawnSync(tap, process.argv.slice(2), {
  stdio: 'inherit',
  env: { ...process.env, ...(postgres && { TEST_POSTGRES_URL: postgres.url }) },
})
await postgres?.stop()
process.exitCode = status ?? 1
