import t from 'tap'
import { openDatabase } from '../../src/database/database.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { serviceMetrics } from '../../src/metrics/service-metrics.ts'
import { version } from '../../src/version.ts'
import { startApi } from '../support/api.ts'
import { emptyPostgresDatabase, NO_POSTGRES } from '../support/postgres.ts'
import { until } from '../support/until.ts'
import { parseExposition, valuesOf } from './exposition.ts'

t.test('decisions, cache, keys, limits, revocations', async t => {
  const metrics = createMetrics()
  const limits = { perPrincipal: 5, failuresPerAddress: 2 }
  const api = await startApi(t, { metrics, limits })
  const scrape = async () => parseExposition(await metrics.text())
  const { authorization } = await api.bearer()
  const { issuer } = api.pool
  const call = (auth?: string, url = '/hello') =>
    api.send({ url, headers: auth === undefined ? {} : { authorization: auth } })

  t.strictSame(valuesOf(await scrape(), 'cognito_decisions_total', 'outcome', 'reason'), {
    'accepted accepted': 0,
  })
  for (let turn = 0; turn < 7; turn++) await call(authorization)
  await call((await api.bearer({ scopes: [] })).authorization, '/orders')
  await call()
  await call('Bearer')
  await call('Bearer nonsense')
  await call(authorization)
  await call(authorization, '/livez')
  const series = await scrape()

  t.strictSame(valuesOf(series, 'cognito_decisions_total', 'outcome', 'reason'), {
    'accepted accepted': 7,
    'refused missing_scope': 1,
    'refused missing_token': 1,
    'refused malformed_header': 1,
    'refused malformed_token': 1,
  })
  t.strictSame(valuesOf(series, 'cognito_token_cache_hits_total'), { '': 6 })
  t.strictSame(valuesOf(series, 'cognito_token_cache_misses_total'), { '': 3 })
  t.strictSame(valuesOf(series, 'cognito_token_cache_entries'), { '': 2 })
  t.strictSame(valuesOf(series, 'rate_limited_requests_total', 'limit'), {
    principal: 2,
    address: 1,
  })
  t.strictSame(valuesOf(series, 'cognito_key_set_usable', 'issuer'), { [issuer]: 1 })
  t.strictSame(valuesOf(series, 'cognito_key_set_refreshes_total', 'issuer'), { [issuer]: 1 })
  t.strictSame(valuesOf(series, 'cognito_key_set_failures_total', 'issuer'), { [issuer]: 0 })
  const age = valuesOf(series, 'cognito_key_set_age_seconds', 'issuer')[issuer] as number
  t.ok(age > 0 && age < 60, `${age} s`)
  t.strictSame(valuesOf(series, 'revocation_list_entries'), { '': 0 })
  t.strictSame(valuesOf(series, 'revocation_list_usable'), { '': 1 })
  const listAge = valuesOf(series, 'revocation_list_age_seconds')[''] as number
  t.ok(listAge >= 0 && listAge < 60, `${listAge} s`)
  t.strictSame(valuesOf(series, 'build_info', 'version'), { [version]: 1 })
  for (const name of ['process_cpu_seconds_total', 'nodejs_eventloop_lag_p99_seconds']) {
    t.ok(
      series.some(one => one.name === name && Number.isFinite(one.value)),
      name,
    )
  }
  const names = series.map(({ name }) => name)
  t.notOk(names.includes('database_pool_connections'), 'an SQLite file has no pool')
  t.notOk(names.includes('rate_limit_store_available'), 'there is no Redis')
})

t.test('what is not there has no value', async t => {
  const metrics = createMetrics()
  const nothing = { usable: false, age: undefined, refreshes: 0, failures: 3 }
  const list = { usable: false, stale: true, age: undefined, size: 0 }
  const issuer = 'https://issuer.example.com/"quoted"'
  let isAvailable = false
  const store = {
    get isAvailable() {
      return isAvailable
    },
  }
  metrics.add(
    ...serviceMetrics({
      cognito: { keySets: new Map([[issuer, nothing]]), cacheSize: 0 },
      revocations: { status: () => list },
      database: {},
      limits: { perPrincipal: 1, failuresPerAddress: 1, store: store as never },
    }),
  )
  const series = parseExposition(await metrics.text())
  const escaped = issuer.replaceAll('"', '\\"')
  t.strictSame(valuesOf(series, 'cognito_key_set_age_seconds', 'issuer'), {})
  t.strictSame(valuesOf(series, 'cognito_key_set_usable', 'issuer'), { [escaped]: 0 })
  t.strictSame(valuesOf(series, 'cognito_key_set_failures_total', 'issuer'), { [escaped]: 3 })
  t.strictSame(valuesOf(series, 'revocation_list_age_seconds'), {})
  t.strictSame(valuesOf(series, 'revocation_list_usable'), { '': 0 })
  t.strictSame(valuesOf(series, 'rate_limit_store_available'), { '': 0 })
  isAvailable = true
  const later = parseExposition(await metrics.text())
  t.strictSame(valuesOf(later, 'rate_limit_store_available'), { '': 1 })
})

t.test('the connections to PostgreSQL', async t => {
  const url = await emptyPostgresDatabase(t)
  if (url === undefined) {
    t.comment(`skipped: ${NO_POSTGRES}`)
    return
  }
  const metrics = createMetrics()
  const database = await openDatabase(url)
  await startApi(t, { metrics, database })
  await Promise.all(
    Array.from({ length: 3 }, () => database.tables.selectFrom('orders').select('id').execute()),
  )
  const connections = async (metric: string) =>
    valuesOf(parseExposition(await metrics.text()), metric)['']
  t.ok(((await connections('database_pool_connections')) ?? 0) >= 3)
  t.equal(await connections('database_pool_waiting'), 0)
  await until(async () => (await connections('database_pool_idle_connections')) !== 0)
  t.ok(await database.isReady())
})
