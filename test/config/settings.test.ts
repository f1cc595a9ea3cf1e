import t from 'tap'
import { type Config, ConfigError, type Environment, loadConfig } from '../../src/config/index.ts'

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

interface Cases {
  /** Values as written, and as understood. */
  good: Record<string, unknown>
  /** Values that are refused, and the beginning of the line that says so. */
  bad: Record<string, string>
  /** The rest of that line: what the setting is for. */
  help: string
  example: string
}

const form = 'is not of the right form'
const issuer = 'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI'

/** One https address, or http on loopback. */
const addresses = {
  good: {
    'https://api.example.com': 'https://api.example.com',
    'https://api.example.com:8443/v1/orders': 'https://api.example.com:8443/v1/orders',
    'http://localhost:3000': 'http://localhost:3000',
    'http://127.0.0.1': 'http://127.0.0.1',
    'http://[::1]:3000/api': 'http://[::1]:3000/api',
    ' https://api.example.com ': 'https://api.example.com',
  },
  bad: {
    'http://api.example.com': form,
    'http://localhost.example.com': form,
    'http://localhost@example.com': form,
    'https://user:password@example.com': form,
    'https://api.example.com/': form,
    'https://api.example.com/v1/': form,
    'https://api.example.com?a=b': form,
    'https://api.example.com#top': form,
    'https://api example.com': form,
    'https://one.example.com,https://two.example.com': form,
    'https://': form,
    'api.example.com': form,
    'ftp://api.example.com': form,
    'HTTPS://api.example.com': form,
  },
}

function whole(
  least: number,
  most: number | undefined,
  ...good: number[]
): Omit<Cases, 'help' | 'example'> {
  const above = most === undefined ? {} : { [most + 1]: `must be <= ${most}` }
  return {
    good: Object.fromEntries(good.map(value => [String(value), value])),
    bad: {
      [least - 1]: `must be >= ${least}`,
      ...above,
      '1.5': 'must be integer',
      ten: 'must be integer',
      NaN: 'must be integer',
    },
  }
}

const settings: Record<string, Cases> = {
  NODE_ENV: {
    good: { test: 'test', staging: 'staging' },
    bad: {},
    help: 'production makes a user pool of your own compulsory',
    example: 'production',
  },
  HOST: {
    good: { '127.0.0.1': '127.0.0.1', '::1': '::1' },
    bad: {},
    help: 'address to listen on',
    example: '0.0.0.0',
  },
  PORT: { ...whole(1, 65_535, 1, 8080, 65_535), help: 'port to listen on', example: '3000' },
  LOG_LEVEL: {
    good: { debug: 'debug', silent: 'silent', trace: 'trace', fatal: 'fatal' },
    bad: { verbose: form, INFO: form, '30': form },
    help: 'least level that is logged: fatal, error, warn, info, debug, trace, silent',
    example: 'info',
  },
  PUBLIC_URL: {
    ...addresses,
    help: 'this API as its callers see it; http only on loopback; default: from HOST and PORT',
    example: 'https://api.example.com',
  },
  COGNITO_USER_POOL_ID: {
    good: { 'us-gov-west-1_a1B2': 'us-gov-west-1_a1B2', 'eusc-de-east-1_X': 'eusc-de-east-1_X' },
    bad: {
      AbCdEfGhI: form,
      'eu-central-1': form,
      'eu-central-1_': form,
      'eu-central-1_Ab-Cd': form,
      'EU-central-1_AbCdEfGhI': form,
      'arn:aws:cognito-idp:eu-central-1:1:userpool/eu-central-1_AbCdEfGhI': form,
    },
    help: 'user pool whose access tokens are accepted; empty: the embedded local user pool',
    example: 'eu-central-1_AbCdEfGhI',
  },
  COGNITO_CLIENT_ID: {
    good: { one: ['one'], 'one,two': ['one', 'two'], 'one , two,\tthree': ['one', 'two', 'three'] },
    bad: {
      'one,': form,
      ',one': form,
      'one,,two': form,
      'one two': form,
      'one;two': form,
      '"one"': form,
    },
    help: 'app clients allowed, comma list; required with a user pool',
    example: '1example23456789',
  },
  COGNITO_ISSUER: {
    good: {
      [issuer]: [issuer],
      'http://localhost:4100/a, https://b.example.com': [
        'http://localhost:4100/a',
        'https://b.example.com',
      ],
    },
    bad: { 'http://a.example.com': form, [`${issuer}/`]: form, [`${issuer},x`]: form },
    help: 'issuers accepted, comma list; default: from the user pool id',
    example: issuer,
  },
  COGNITO_JWKS_URI: {
    ...addresses,
    help: 'address of the signing keys; default: <issuer>/.well-known/jwks.json',
    example:
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json',
  },
  COGNITO_DOMAIN: {
    ...addresses,
    help: 'user pool domain, where the OAuth endpoints are; for docs page, OpenAPI document, web client and command line',
    example: 'https://orders.auth.eu-central-1.amazoncognito.com',
  },
  COGNITO_DOCS_CLIENT_ID: {
    good: { '1example23456789': '1example23456789' },
    bad: { 'a-b': form, 'one,two': form },
    help: 'app client of the docs page, public, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_CLI_CLIENT_ID: {
    good: { '1example23456789': '1example23456789' },
    bad: { 'a-b': form, 'one,two': form },
    help: 'app client of the command line, public, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_WEB_CLIENT_ID: {
    good: { '1example23456789': '1example23456789' },
    bad: { 'a-b': form, 'one,two': form },
    help: 'app client of the web client, also to be named in COGNITO_CLIENT_ID',
    example: '1example23456789',
  },
  COGNITO_WEB_CLIENT_SECRET: {
    good: { 'a+b/c=': 'a+b/c=' },
    bad: {},
    help: 'its secret; default: none, it is public',
    example: '1secret23456789',
  },
  COGNITO_IDENTITY_POOL_ID: {
    good: {
      'us-gov-west-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f':
        'us-gov-west-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
    },
    bad: {
      '9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f': form,
      'eu-central-1_AbCdEfGhI': form,
      'eu-central-1:9f3c1a70': form,
      'eu-central-1:9F3C1A70-6B1E-41F1-9D5C-0A1B2C3D4E5F': form,
    },
    help: 'identity pool that gives AWS credentials for an ID token',
    example: 'eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
  },
  AWS_REGION: {
    good: { 'us-gov-west-1': 'us-gov-west-1', local: 'local' },
    bad: { 'EU-CENTRAL-1': form, 'eu central 1': form, 'eu-central-1/x': form },
    help: 'AWS Region where such credentials are used; default: that of the identity pool',
    example: 'eu-central-1',
  },
  COGNITO_AUDIENCE: {
    good: { 'https://api.example.com': 'https://api.example.com', 'two words': 'two words' },
    bad: {},
    help: 'aud that tokens must carry, if the user pool binds them to resources',
    example: 'https://api.example.com',
  },
  RESOURCE_SERVER_ID: {
    good: { shop: 'shop', 'https://api.example.com/v1': 'https://api.example.com/v1' },
    bad: { 'two words': form, 'a"b': form, 'a\\b': form, ümlaut: form },
    help: 'identifier of the resource server in the user pool; may be a URL',
    example: 'orders',
  },
  CLOCK_TOLERANCE_SECONDS: {
    ...whole(0, 300, 0, 300),
    help: 'accepted difference between the clocks',
    example: '5',
  },
  TOKEN_CACHE_SIZE: {
    ...whole(0, 10_000_000, 0, 1, 10_000_000),
    help: 'verified tokens remembered; 0 turns the cache off',
    example: '10000',
  },
  JWKS_MAX_AGE_SECONDS: {
    ...whole(1, undefined, 1, 86_400),
    help: 'age after which the signing keys must have been asked for again',
    example: '600',
  },
  JWKS_MAX_STALE_SECONDS: {
    ...whole(1, undefined, 1, 604_800),
    help: 'age until which they are used while that fails',
    example: '86400',
  },
  CORS_ORIGINS: {
    good: {
      'https://app.example.com': ['https://app.example.com'],
      'http://localhost:4200 ,https://app.example.com': [
        'http://localhost:4200',
        'https://app.example.com',
      ],
    },
    bad: {
      '*': form,
      'https://app.example.com/': form,
      'app.example.com': form,
      'https://App.example.com': form,
      'https://a.example.com https://b.example.com': form,
      'https://a.example.com,': form,
      'https://a.example.com,*': form,
    },
    help: 'web origins that may call the API from a browser, comma list',
    example: 'https://app.example.com',
  },
  DATABASE_URL: {
    good: {
      'file:/var/lib/orders.db': 'file:/var/lib/orders.db',
      'postgresql://db/orders': 'postgresql://db/orders',
      'postgres://a:b@db:5432/orders?sslmode=require':
        'postgres://a:b@db:5432/orders?sslmode=require',
    },
    bad: { 'mysql://db/orders': form, 'data/orders.db': form, 'file:': form, 'postgres://': form },
    help: 'file:... (embedded SQLite) or postgres://...',
    example: 'postgres://orders:secret@localhost:5432/orders',
  },
  RATE_LIMIT_PER_MINUTE: {
    ...whole(0, undefined, 0, 1, 100_000),
    help: 'requests of one principal (user and app client, or machine); 0 is no limit',
    example: '600',
  },
  AUTH_FAILURES_PER_MINUTE: {
    ...whole(0, undefined, 0, 1, 100_000),
    help: 'requests with a bad token from one address; 0 is no limit',
    example: '300',
  },
  REDIS_URL: {
    good: {
      'redis://localhost': 'redis://localhost',
      'rediss://:secret@redis.example.com:6380/1': 'rediss://:secret@redis.example.com:6380/1',
    },
    bad: { localhost: form, 'http://localhost': form, 'redis://': form, 'redis://a b': form },
    help: 'Redis where all instances count requests together; default: each for itself',
    example: 'redis://localhost:6379/0',
  },
  TRUST_PROXY: {
    good: {
      1: ['1'],
      12: ['12'],
      '10.0.0.0/8': ['10.0.0.0/8'],
      'loopback , 192.168.1.7': ['loopback', '192.168.1.7'],
      '::1,fd00::/8,::ffff:10.0.0.1': ['::1', 'fd00::/8', '::ffff:10.0.0.1'],
    },
    bad: {
      0: form,
      true: form,
      '*': form,
      '1,10.0.0.1': form,
      'proxy.example.com': form,
      '10.0.0.1,': form,
      '10.0.0': form,
    },
    help: 'proxies whose X-Forwarded-For is believed: how many stand before the API, or their addresses, comma list',
    example: '10.0.0.0/8',
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    ...whole(0, undefined, 0, 1, 10_000),
    help: 'mean delay of the event loop from which on requests are answered 503; 0 is never',
    example: '250',
  },
  METRICS_PORT: {
    ...whole(1, 65_535, 1, 65_535),
    help: 'port of the metrics for Prometheus; default: none',
    example: '9464',
  },
  SHUTDOWN_DELAY_SECONDS: {
    ...whole(0, 60, 0, 60),
    help: 'time between not being ready any more and closing',
    example: '5',
  },
  REFRESH_TOKEN_VALIDITY_DAYS: {
    ...whole(1, 3650, 1, 3650),
    help: 'longest refresh token validity among the app clients: how long a sign-in stays revoked',
    example: '30',
  },
  REVOCATIONS_MAX_STALE_SECONDS: {
    ...whole(5, undefined, 5, 3600),
    help: 'age from which the list of revocations counts as stale',
    example: '30',
  },
  REVOCATIONS_FAIL_CLOSED: {
    good: { true: true, false: false },
    bad: { yes: 'must be boolean', TRUE: 'must be boolean' },
    help: 'true: guarded routes answer 503 while the list of revocations is stale',
    example: 'true',
  },
  USER_POOL_PORT: {
    ...whole(1, 65_535, 1, 65_535),
    help: 'port of the local user pool',
    example: '4100',
  },
  USER_POOL_URL: {
    ...addresses,
    help: 'local user pool as its callers see it; default: from USER_POOL_PORT',
    example: 'http://localhost:4100',
  },
  WEB_PORT: { ...whole(1, 65_535, 1, 65_535), help: 'port of the web client', example: '4200' },
  WEB_URL: {
    good: {
      'https://app.example.com:8443': 'https://app.example.com:8443',
      'http://localhost:4200': 'http://localhost:4200',
      'http://[::1]': 'http://[::1]',
    },
    bad: {
      'http://app.example.com': form,
      'https://app.example.com/': form,
      'https://app.example.com/shop': form,
      'https://user@example.com': form,
      'app.example.com': form,
    },
    help: 'web client as its visitors see it, host and port only; http only on loopback; default: from WEB_PORT',
    example: 'https://app.example.com',
  },
}

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

t.test('every setting is among these', async t => {
  const { SettingsSchema } = await import('../../src/config/index.ts')
  t.strictSame(Object.keys(settings).sort(), Object.keys(SettingsSchema.properties).sort())
})
