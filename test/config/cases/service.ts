import { addresses, type Cases, form, whole } from './kinds.ts'

/** All other settings. */
export const service: Record<string, Cases> = {
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
    bad: { ...addresses.bad, 'https://a.example/%41': form, 'https://a.example/a*b': form },
    help: 'this API as its callers see it, without slash at the end; http only on loopback; default: from HOST and PORT',
    example: 'https://api.example.com',
  },
  CORS_ORIGINS: {
    good: {
      'https://app.example.com': ['https://app.example.com'],
      'http://localhost:4200 ,https://app.example.com': [
        'http://localhost:4200',
        'https://app.example.com',
      ],
      'https://[::1]:8443,http://a.example:443,https://a.example:4430': [
        'https://[::1]:8443',
        'http://a.example:443',
        'https://a.example:4430',
      ],
    },
    bad: {
      '*': form,
      'https://app.example.com/': form,
      'app.example.com': form,
      'https://App.example.com': form,
      'https://app.example.com:443': form,
      'http://app.example.com:80': form,
      'https://app.example.com:0444': form,
      'https://[zz': form,
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
    bad: {
      'mysql://db/orders': form,
      'data/orders.db': form,
      'file:': form,
      'postgres://': form,
      'file::memory:': form,
      'file:orders.db?mode=ro': form,
      'file:///orders.db#a': form,
    },
    help: 'file:... (embedded SQLite) or postgres://...',
    example: 'postgres://orders:secret@localhost:5432/orders',
  },
  RATE_LIMIT_PER_MINUTE: {
    ...whole(0, 1_000_000, 0, 1, 1_000_000),
    help: 'requests of one principal (user and app client, or machine); 0 is no limit',
    example: '600',
  },
  AUTH_FAILURES_PER_MINUTE: {
    ...whole(0, 1_000_000, 0, 1, 1_000_000),
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
      '192.0.2.1/32,2001:db8::/128': ['192.0.2.1/32', '2001:db8::/128'],
    },
    bad: {
      0: form,
      true: form,
      '*': form,
      '1,10.0.0.1': form,
      'proxy.example.com': form,
      '10.0.0.1,': form,
      '10.0.0': form,
      '10.0.0.1,300.0.0.1': form,
      '10.0.0.0/33': form,
      '10.0.0.0/0': form,
      ':::': form,
      'fd00::/129': form,
      '1.2.3.4:80': form,
    },
    help: 'proxies whose X-Forwarded-For is believed: how many stand before the API, or their addresses, comma list',
    example: '10.0.0.0/8',
  },
  MAX_EVENT_LOOP_DELAY_MS: {
    ...whole(0, 60_000, 0, 1, 60_000),
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
    ...whole(5, 86_400, 5, 86_400),
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
    help: 'local user pool as its callers see it, without slash at the end; default: from USER_POOL_PORT',
    example: 'http://localhost:4100',
  },
  USER_POOL_FILE: {
    good: { 'user-pool.json': 'user-pool.json', '/etc/pool.json': '/etc/pool.json' },
    bad: {},
    help: 'file that says what the local user pool is made of; default: user-pool.json, where there is one',
    example: 'user-pool.json',
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
