import t, { type Test } from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { resourceServer } from '../../src/scopes.ts'
import { appSettings } from '../../src/start/app-settings.ts'
import { createUserPool } from '../support/user-pool.ts'

async function localPool(t: Test) {
  const pool = await createUserPool()
  t.teardown(pool.close)
  return pool
}

t.test('load is shed as the settings say, but not beside the local user pool', async t => {
  const pool = await localPool(t)
  const onAws = loadConfig({
    COGNITO_USER_POOL_ID: 'eu-west-1_abcdefghi',
    COGNITO_CLIENT_ID: 'abcdefghijklmnopqrstuvwxyz',
    MAX_EVENT_LOOP_DELAY_MS: '321',
  })
  t.strictSame(appSettings(onAws, undefined).loadShedding, { maxEventLoopDelay: 321 })
  const local = loadConfig({ MAX_EVENT_LOOP_DELAY_MS: '321' })
  t.equal(appSettings(local, pool).loadShedding, undefined)
})

t.test('each setting has its effect', async t => {
  const config = loadConfig({
    PUBLIC_URL: 'https://api.example.com',
    HOST: '0.0.0.0',
    CORS_ORIGINS: 'https://app.example.com',
    COGNITO_USER_POOL_ID: 'eu-west-1_abcdefghi',
    COGNITO_CLIENT_ID: '1example23456789,2example98765432',
    COGNITO_DOMAIN: 'https://orders.auth.eu-west-1.amazoncognito.com',
    COGNITO_DOCS_CLIENT_ID: '1example23456789',
    COGNITO_AUDIENCE: 'https://orders.example.com',
    COGNITO_ISSUER: 'https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi',
    COGNITO_JWKS_URI: 'https://keys.example.com/jwks.json',
    RESOURCE_SERVER_ID: 'shop',
    CLOCK_TOLERANCE_SECONDS: '7',
    TOKEN_CACHE_SIZE: '11',
    JWKS_MAX_AGE_SECONDS: '13',
    JWKS_MAX_STALE_SECONDS: '17',
    REFRESH_TOKEN_VALIDITY_DAYS: '19',
    REVOCATIONS_MAX_STALE_SECONDS: '23',
    REVOCATIONS_FAIL_CLOSED: 'true',
    RATE_LIMIT_PER_MINUTE: '29',
    AUTH_FAILURES_PER_MINUTE: '31',
    TRUST_PROXY: '10.0.0.0/8',
    MAX_EVENT_LOOP_DELAY_MS: '37',
  })
  t.strictSame(appSettings(config, undefined), {
    publicUrl: 'https://api.example.com',
    cognito: {
      userPoolId: 'eu-west-1_abcdefghi',
      clientId: ['1example23456789', '2example98765432'],
      issuer: ['https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abcdefghi'],
      jwksUri: 'https://keys.example.com/jwks.json',
      audience: 'https://orders.example.com',
      resourceServer: resourceServer('shop'),
      clockToleranceSeconds: 7,
      tokenCacheSize: 11,
      jwksMaxAgeSeconds: 13,
      jwksMaxStaleSeconds: 17,
    },
    userPoolDomain: 'https://orders.auth.eu-west-1.amazoncognito.com',
    docsClientId: '1example23456789',
    corsOrigins: ['https://app.example.com'],
    hints: false,
    revocations: { refreshTokenValidityDays: 19, maxStaleSeconds: 23, failClosed: true },
    trustProxy: ['10.0.0.0/8'],
    limits: { perPrincipal: 29, failuresPerAddress: 31 },
    loadShedding: { maxEventLoopDelay: 37 },
  })
})

t.test('without TRUST_PROXY no proxy is believed', async t => {
  t.equal(appSettings(loadConfig({}), await localPool(t)).trustProxy, false)
})
