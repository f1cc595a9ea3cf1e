import type { Test } from 'tap'
import { startProcess } from '../start/service-process.ts'
import { emptyPostgresDatabase } from '../support/postgres.ts'
import { createUserPool } from '../support/user-pool.ts'

export type Instances = Awaited<ReturnType<typeof prepareInstances>>

/**
 * What instances of the service have in common: user pool, database and settings.
 *
 * @returns how to start one on a port, and the pool
 */
export async function prepareInstances(t: Test, settings: Record<string, string> = {}) {
  const pool = await createUserPool()
  t.teardown(pool.close)
  const cwd = t.testdir()
  const env = {
    HOST: '127.0.0.1',
    LOG_LEVEL: 'error',
    DATABASE_URL: (await emptyPostgresDatabase(t)) ?? `file:${cwd}/orders.db`,
    COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
    COGNITO_CLIENT_ID: pool.clients.map(({ id }) => id).join(','),
    COGNITO_ISSUER: pool.issuer,
    COGNITO_JWKS_URI: pool.jwksUri,
    RATE_LIMIT_PER_MINUTE: '0',
    // This is not about that, and the machine may be busy.
    MAX_EVENT_LOOP_DELAY_MS: '0',
    ...settings,
  }
  return {
    pool,
    start: (port: number) => startProcess(t, { cwd, env: { ...env, PORT: String(port) } }),
  }
}
