import t from 'tap'
import { type Config, ConfigError, type Environment, loadConfig } from '../../src/config/index.ts'
import type { Cases } from './cases/kinds.ts'
import { service } from './cases/service.ts'
import { userPool as userPoolCases } from './cases/user-pool.ts'

/** What there is when nothing is set. */
const defaults = {
  NODE_ENV: 'development',
  HOST: 'localhost',
  PORT: 3000,
  LOG_LEVEL: 'info',
  PUBLIC_URL: 'http://localhost:3000',
  RESOURCE_SERVER_ID: 'orders',
  CLOCK_TOLERANCE_SECONDS: 5,
  TOKEN_CACHE_SIZE: 10_000,
  JWKS_MAX_AGE_SECONDS: 600,
  JWKS_MAX_STALE_SECONDS: 86_400,
  DATABASE_URL: 'file:data/orders.db',
  RATE_LIMIT_PER_MINUTE: 600,
  AUTH_FAILURES_PER_MINUTE: 300,
  MAX_EVENT_LOOP_DELAY_MS: 250,
  SHUTDOWN_DELAY_SECONDS: 2,
  REFRESH_TOKEN_VALIDITY_DAYS: 30,
  REVOCATIONS_MAX_STALE_SECONDS: 30,
  REVOCATIONS_FAIL_CLOSED: false,
  USER_POOL_PORT: 4100,
  USER_POOL_URL: 'http://localhost:4100',
  WEB_PORT: 4200,
  WEB_URL: 'http://localhost:4200',
}

const userPool = {
  COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
  COGNITO_CLIENT_ID: '1example23456789',
  PUBLIC_URL: 'https://api.example.com',
}

function linesFor(environment: Environment): string[] {
  try {
    return [`accepted: ${JSON.stringify(loadConfig(environment))}`]
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
}

t.test('nothing set', async t => {
  const config = loadConfig({})
  t.strictSame(config, defaults)
  t.ok(Object.isFrozen(config))
})

t.test('a blank value means unset', async t => {
  const names = [...Object.keys(defaults), 'COGNITO_USER_POOL_ID', 'CORS_ORIGINS']
  for (const blank of ['', ' ', '\t', undefined]) {
    t.strictSame(loadConfig(Object.fromEntries(names.map(name => [name, blank]))), defaults)
  }
})

t.test('everything else in the environment is passed over', async t => {
  t.strictSame(loadConfig({ PATH: '/bin', HOSTS: 'x', PORTS: 'y', npm_config_port: '1' }), defaults)
})

const settings: Record<string, Cases> = { ...service, ...userPoolCases }

for (const [name, { good, bad, help, example }] of Object.entries(settings)) {
  t.test(name, async t => {
    for (const [value, expected] of Object.entries(good)) {
      const config = loadConfig({ ...userPool, [name]: value })
      t.strictSame(config[name as keyof Config], expected, value)
    }
    for (const [value, fault] of Object.entries(bad)) {
      const line = `${name} ${fault} (${help}), for example ${name}=${example}`
      t.strictSame(linesFor({ ...userPool, [name]: value }), [line], value)
    }
    t.doesNotThrow(() => loadConfig({ ...userPool, [name]: example }), 'its own example')
  })
}

t.test('every mistake is named at once, of whatever kind', async t => {
  const wrong = {
    CLOCK_TOLERANCE_SECONDS: 'abc',
    PORT: '1e9999',
    RATE_LIMIT_PER_MINUTE: '-1e9999',
    COGNITO_CLIENT_ID: '',
    CORS_ORIGIN: 'https://example.com',
  }
  const named = linesFor({ ...userPool, ...wrong }).map(line => line.split(' ')[0])
  t.strictSame(named.toSorted(), Object.keys(wrong).toSorted())
})

t.test('every setting is among these', async t => {
  const { SettingsSchema } = await import('../../src/config/index.ts')
  t.strictSame(Object.keys(settings).sort(), Object.keys(SettingsSchema.properties).sort())
})

t.test('what looks like an address and is none', async t => {
  const wrong: Environment = {
    PUBLIC_URL: 'https://api.example.com:99999',
    COGNITO_DOMAIN: 'https://x:99999',
    COGNITO_ISSUER: 'https://a/x, https://a:99999/x',
    COGNITO_JWKS_URI: 'https://a<b/keys',
    CORS_ORIGINS: 'https://app.example.com,https://x:99999',
    REDIS_URL: 'redis://x:y:z',
    DATABASE_URL: 'postgres://a:b:c/x',
    USER_POOL_URL: 'http://localhost:99999',
    WEB_URL: 'http://localhost:99999',
  }
  const lines = linesFor({ ...userPool, ...wrong })
  t.strictSame(
    lines
      .map(line => /^(\w+) is not of the right form \(.*\), for example /.exec(line)?.[1])
      .sort(),
    Object.keys(wrong).sort(),
  )
})
