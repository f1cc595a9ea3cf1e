import type { CognitoStatus, KeySetStatus } from '../cognito/index.ts'
import type { Database } from '../database/database.ts'
import type { PoolStatus } from '../database/postgres.ts'
import type { LimitOptions } from '../limits/limits.ts'
import type { RevocationListStatus } from '../revocations/list.ts'
import type { Metric } from './metric.ts'

/** The parts that are asked how they are. */
export interface Parts {
  cognito: CognitoStatus
  revocations: { status(): RevocationListStatus }
  database: Pick<Database, 'poolStatus'>
  limits: LimitOptions | undefined
}

/** What the parts of the service tell of themselves; nothing of what is not there. */
export function serviceMetrics({ cognito, revocations, database, limits }: Parts): Metric[] {
  const { poolStatus } = database
  const store = limits?.store
  return [
    ...cognitoMetrics(cognito),
    ...revocationMetrics(revocations.status),
    ...(poolStatus ? poolMetrics(poolStatus) : []),
    ...(store ? [storeMetric(() => store.isAvailable)] : []),
  ]
}

const gauge = (name: string, help: string, read: Metric['read']): Metric => ({
  name,
  help,
  type: 'gauge',
  read,
})
const counter = (name: string, help: string, read: Metric['read']): Metric => ({
  ...gauge(name, help, read),
  type: 'counter',
})

/** Tokens remembered, and the key set of each issuer. */
function cognitoMetrics(cognito: CognitoStatus): Metric[] {
  const perIssuer = (read: (status: KeySetStatus) => number | undefined) => () =>
    [...cognito.keySets].flatMap(([issuer, status]) => {
      const value = read(status)
      return value === undefined ? [] : [{ labels: { issuer }, value }]
    })
  return [
    gauge('cognito_token_cache_entries', 'Tokens remembered as verified.', () => cognito.cacheSize),
    gauge(
      'cognito_key_set_usable',
      '1 when tokens of the issuer can be verified.',
      perIssuer(({ usable }) => Number(usable)),
    ),
    gauge(
      'cognito_key_set_age_seconds',
      'Time since the key set in use was asked for.',
      perIssuer(({ age }) => (age === undefined ? undefined : age / 1000)),
    ),
    counter(
      'cognito_key_set_refreshes_total',
      'Fetches of the key set that ended well.',
      perIssuer(({ refreshes }) => refreshes),
    ),
    counter(
      'cognito_key_set_failures_total',
      'Fetches of the key set that failed.',
      perIssuer(({ failures }) => failures),
    ),
  ]
}

function revocationMetrics(status: () => RevocationListStatus): Metric[] {
  return [
    gauge('revocation_list_entries', 'Revocations in force.', () => status().size),
    gauge('revocation_list_age_seconds', 'Time since the list was known to be complete.', () => {
      const { age } = status()
      return age === undefined ? undefined : age / 1000
    }),
    gauge('revocation_list_usable', '1 when requests can be let through.', () =>
      Number(status().usable),
    ),
  ]
}

function poolMetrics(status: () => PoolStatus): Metric[] {
  return [
    gauge('database_pool_connections', 'Connections to the database.', () => status().total),
    gauge('database_pool_idle_connections', 'Those that nobody uses.', () => status().idle),
    gauge('database_pool_waiting', 'Queries that wait for one.', () => status().waiting),
  ]
}

function storeMetric(isAvailable: () => boolean): Metric {
  return gauge(
    'rate_limit_store_available',
    '1 when Redis counts for all instances, 0 when each counts for itself.',
    () => Number(isAvailable()),
  )
}
