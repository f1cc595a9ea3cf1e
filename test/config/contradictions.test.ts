import t from 'tap'
import { type Environment, loadConfig } from '../../src/config/index.ts'

const pool = { COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI', COGNITO_CLIENT_ID: 'one' }

function faults(environment: Environment): string[] {
  try {
    loadConfig(environment)
    return []
  } catch (error) {
    return (error as Error).message.split('\n')
  }
}

t.test('production needs a user pool of its own', async t => {
  const line =
    'COGNITO_USER_POOL_ID is missing: the local user pool does not run in production, for example COGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI'
  const further = [
    'COGNITO_CLIENT_ID is missing: say which app clients of the user pool may call, for example COGNITO_CLIENT_ID=1example23456789',
    'PUBLIC_URL is missing: HOST=0.0.0.0 is not the address that callers use, for example PUBLIC_URL=https://api.example.com',
  ]
  t.strictSame(faults({ NODE_ENV: 'production', HOST: '0.0.0.0' }), [line, ...further])
  const blank = { NODE_ENV: ' production ', COGNITO_USER_POOL_ID: ' ', COGNITO_CLIENT_ID: 'one' }
  t.strictSame(faults(blank), [line])
  t.strictSame(faults({ NODE_ENV: 'production', COGNITO_CLIENT_ID: 'one' }), [line])
  t.strictSame(faults({ NODE_ENV: 'production', ...pool }), [])
})

t.test('production is spelt in one way', async t => {
  for (const NODE_ENV of ['prod', 'Production', 'PRODUCTION', 'prod-eu']) {
    const line = `NODE_ENV=${NODE_ENV} is not production: write NODE_ENV=production if it is meant to be`
    t.strictSame(faults({ NODE_ENV }), [line])
    t.strictSame(faults({ NODE_ENV, ...pool }), [], 'a user pool of its own is what matters')
  }
  for (const NODE_ENV of ['development', 'test', 'staging']) t.strictSame(faults({ NODE_ENV }), [])
})

t.test('each listener needs a port of its own', async t => {
  const line = (one: string, other: string, port: number) =>
    `${one} and ${other} are both ${port}: give each its own`
  t.strictSame(faults({ METRICS_PORT: '3000' }), [line('PORT', 'METRICS_PORT', 3000)])
  t.strictSame(faults({ PORT: '4100' }), [line('PORT', 'USER_POOL_PORT', 4100)])
  t.strictSame(faults({ PORT: '8080', WEB_PORT: '8080' }), [line('PORT', 'WEB_PORT', 8080)])
  t.strictSame(faults({ ...pool, METRICS_PORT: '3000' }), [line('PORT', 'METRICS_PORT', 3000)])
  t.strictSame(faults({ PORT: '03000', METRICS_PORT: '3000' }), [
    line('PORT', 'METRICS_PORT', 3000),
  ])
  t.strictSame(faults({ ...pool, PORT: '4100', METRICS_PORT: '4200' }), [])
})

t.test('a user pool needs app clients', async t => {
  const { COGNITO_USER_POOL_ID } = pool
  const line =
    'COGNITO_CLIENT_ID is missing: say which app clients of the user pool may call, for example COGNITO_CLIENT_ID=1example23456789'
  t.strictSame(faults({ COGNITO_USER_POOL_ID }), [line])
  t.strictSame(faults({ COGNITO_USER_POOL_ID, COGNITO_CLIENT_ID: '  ' }), [line])
})

t.test('who signs in here may call', async t => {
  for (const of of ['DOCS', 'WEB', 'CLI', 'POSTMAN', 'MACHINE']) {
    const name = `COGNITO_${of}_CLIENT_ID`
    const line = `${name}=two is not in COGNITO_CLIENT_ID: add it there, or its tokens are refused`
    t.strictSame(faults({ ...pool, [name]: 'two' }), [line])
    t.strictSame(faults({ ...pool, [name]: 'two', COGNITO_CLIENT_ID: 'one, two' }), [])
  }
})

t.test('an issuer is named once', async t => {
  const [one, other] = ['https://one.example/pool', 'https://other.example/pool']
  const line = `COGNITO_ISSUER names ${one} twice: leave one out`
  t.strictSame(faults({ ...pool, COGNITO_ISSUER: `${one},${other} , ${one}` }), [line])
  t.strictSame(faults({ ...pool, COGNITO_ISSUER: `${one},${other}` }), [])
})

t.test('what is said of a user pool needs the user pool', async t => {
  const orphans = {
    COGNITO_CLIENT_ID: 'one',
    COGNITO_ISSUER: 'http://localhost:4100/eu-central-1_AbCdEfGhI',
    COGNITO_JWKS_URI: 'http://localhost:4100/jwks.json',
    COGNITO_DOMAIN: 'http://localhost:4100',
    COGNITO_DOCS_CLIENT_ID: 'docs',
    COGNITO_WEB_CLIENT_ID: 'web',
    COGNITO_WEB_CLIENT_SECRET: 'secret',
    COGNITO_IDENTITY_POOL_ID: 'eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
    COGNITO_CLI_CLIENT_ID: 'cli',
    COGNITO_POSTMAN_CLIENT_ID: 'postman',
    COGNITO_MACHINE_CLIENT_ID: 'machine',
    COGNITO_AUDIENCE: 'https://api.example.com',
  }
  const lineOf = (name: string) =>
    `${name} is set, but COGNITO_USER_POOL_ID is missing, for example COGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI`
  t.strictSame(faults(orphans), Object.keys(orphans).map(lineOf))
  for (const [name, value] of Object.entries(orphans)) {
    t.strictSame(faults({ [name]: value }), [lineOf(name)])
  }
  t.strictSame(
    faults({ ...orphans, ...pool, COGNITO_CLIENT_ID: 'one,docs,web,cli,postman,machine' }),
    [],
  )
})

t.test('an address to listen on is not always one to call', async t => {
  const line = (host: string) =>
    `PUBLIC_URL is missing: HOST=${host} is not the address that callers use, for example PUBLIC_URL=https://api.example.com`
  for (const HOST of ['0.0.0.0', '::', '10.0.0.7', 'api.internal', 'localhost.internal']) {
    t.strictSame(faults({ ...pool, HOST }), [line(HOST)])
    t.strictSame(faults({ ...pool, HOST, PUBLIC_URL: 'https://api.example.com' }), [])
    t.strictSame(faults({ HOST }), [], 'the local user pool says for itself that it stays here')
  }
  const urls = {
    localhost: 'localhost',
    '127.0.0.1': '127.0.0.1',
    '127.1.2.3': '127.1.2.3',
    '::1': '[::1]',
  }
  for (const [HOST, host] of Object.entries(urls)) {
    t.equal(loadConfig({ ...pool, HOST, PORT: '3001' }).PUBLIC_URL, `http://${host}:3001`)
  }
})

t.test('the address of the local user pool follows its port', async t => {
  t.equal(loadConfig({ USER_POOL_PORT: '4101' }).USER_POOL_URL, 'http://localhost:4101')
  const USER_POOL_URL = 'https://pool.example.com'
  t.equal(loadConfig({ USER_POOL_PORT: '4101', USER_POOL_URL }).USER_POOL_URL, USER_POOL_URL)
})

t.test('so does that of the web client, which need not be its own', async t => {
  t.equal(loadConfig({ WEB_PORT: '4201' }).WEB_URL, 'http://localhost:4201')
  const WEB_URL = 'https://app.example.com'
  t.equal(loadConfig({ WEB_PORT: '4201', WEB_URL }).WEB_URL, WEB_URL)
})

t.test('a Region in the environment is nothing said of a user pool', async t => {
  t.strictSame(faults({ AWS_REGION: 'eu-central-1' }), [])
})

t.test('settings under a name that is nearly theirs', async t => {
  const names = {
    COGNITO_USERPOOL_ID: 'COGNITO_USER_POOL_ID',
    CognitoUserPoolId: 'COGNITO_USER_POOL_ID',
    cognito_client_id: 'COGNITO_CLIENT_ID',
    COGNITO_CLIENT_IDS: 'COGNITO_CLIENT_ID',
    COGNITO_JWKS_URL: 'COGNITO_JWKS_URI',
    CORS_ORIGIN: 'CORS_ORIGINS',
    DATABASE_URI: 'DATABASE_URL',
    USERPOOL_PORT: 'USER_POOL_PORT',
    JWKS_MAX_AGE_SECOND: 'JWKS_MAX_AGE_SECONDS',
  }
  for (const [name, meant] of Object.entries(names)) {
    t.strictSame(faults({ [name]: 'x' }), [`${name} is not a setting: write ${meant}`])
  }
  t.strictSame(faults({ CORS_ORIGIN: 'x', CORS_ORIGINS: 'https://app.example.com' }), [])
  t.strictSame(faults({ CORS_ORIGIN: ' ' }), [])
  t.strictSame(faults({ COGNITO_OTHER_CLIENT_ID: 'x', COGNITO_REGION: 'x', PGHOST: 'x' }), [])
})

t.test('every mistake is listed at once', async t => {
  t.strictSame(
    faults({
      COGNITO_USER_POOL_ID: 'eu-central-1',
      HOST: '0.0.0.0',
      PORT: 'http',
      LOG_LEVEL: 'loud',
      CORS_ORIGIN: '*',
    }),
    [
      'PORT must be integer (port to listen on), for example PORT=3000',
      'LOG_LEVEL is not of the right form (least level that is logged: fatal, error, warn, info, debug, trace, silent), for example LOG_LEVEL=info',
      'COGNITO_USER_POOL_ID is not of the right form (user pool whose access tokens are accepted; empty: the embedded local user pool), for example COGNITO_USER_POOL_ID=eu-central-1_AbCdEfGhI',
      'COGNITO_CLIENT_ID is missing: say which app clients of the user pool may call, for example COGNITO_CLIENT_ID=1example23456789',
      'PUBLIC_URL is missing: HOST=0.0.0.0 is not the address that callers use, for example PUBLIC_URL=https://api.example.com',
      'CORS_ORIGIN is not a setting: write CORS_ORIGINS',
    ],
  )
})
