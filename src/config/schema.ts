import { type Static, Type } from 'typebox'

/** Only https, or http on loopback. */
const hostShape = '(https://[^/?#,@\\s]+|http://(localhost|127\\.[0-9.]+|\\[::1\\])(:[0-9]+)?)'
/** An address without user, trailing slash, query and fragment. */
const addressShape = `${hostShape}(/[^?#,\\s]*[^/?#,\\s])?`
const address = `^${addressShape}$`
/** As browsers send it: a letter in upper case would never match. */
const originShape = 'https?://[^/?#,@\\sA-Z]+'
const clientIdShape = '[A-Za-z0-9_+]+'
const ipv4Shape = '([0-9]{1,3}\\.){3}[0-9]{1,3}(/[0-9]{1,2})?'
const ipv6Shape = '[0-9a-fA-F.]*:[0-9a-fA-F:.]+(/[0-9]{1,3})?'
const proxyShape = `(loopback|linklocal|uniquelocal|${ipv4Shape}|${ipv6Shape})`

const listShape = (itemShape: string) => `${itemShape}(\\s*,\\s*${itemShape})*`

/** A comma list; spaces around the commas do not matter. */
const list = (itemShape: string, description: string, example: string) =>
  Type.Unsafe<string[]>({
    type: 'string',
    pattern: `^${listShape(itemShape)}$`,
    separator: ',',
    description,
    examples: [example],
  })

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']

/** Every setting: its name in the environment, its type, default, meaning and an example. */
export const SettingsSchema = Type.Object({
  NODE_ENV: Type.String({
    default: 'development',
    description: 'production makes a user pool of your own compulsory',
    examples: ['production'],
  }),
  HOST: Type.String({
    default: 'localhost',
    description: 'address to listen on',
    examples: ['0.0.0.0'],
  }),
  PORT: Type.Integer({
    default: 3000,
    minimum: 1,
    maximum: 65_535,
    description: 'port to listen on',
    examples: ['3000'],
  }),
  LOG_LEVEL: Type.Unsafe<string>({
    type: 'string',
    enum: logLevels,
    default: 'info',
    description: `least level that is logged: ${logLevels.join(', ')}`,
    examples: ['info'],
  }),
  PUBLIC_URL: Type.Optional(
    Type.String({
      pattern: address,
      description:
        'this API as its callers see it; http only on loopback; default: from HOST and PORT',
      examples: ['https://api.example.com'],
    }),
  ),
  COGNITO_USER_POOL_ID: Type.Optional(
    Type.String({
      pattern: '^[a-z]{2,4}(-[a-z]+)+-[0-9]_[A-Za-z0-9]+$',
      description:
        'user pool whose access tokens are accepted; empty: the embedded local user pool',
      examples: ['eu-central-1_AbCdEfGhI'],
    }),
  ),
  COGNITO_CLIENT_ID: Type.Optional(
    list(
      clientIdShape,
      'app clients allowed, comma list; required with a user pool',
      '1example23456789',
    ),
  ),
  COGNITO_ISSUER: Type.Optional(
    list(
      addressShape,
      'issuers accepted, comma list; default: from the user pool id',
      'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
    ),
  ),
  COGNITO_JWKS_URI: Type.Optional(
    Type.String({
      pattern: address,
      description: 'address of the signing keys; default: <issuer>/.well-known/jwks.json',
      examples: [
        'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json',
      ],
    }),
  ),
  COGNITO_DOMAIN: Type.Optional(
    Type.String({
      pattern: address,
      description:
        'user pool domain, where the OAuth endpoints are; for docs page, OpenAPI document, web client and command line',
      examples: ['https://orders.auth.eu-central-1.amazoncognito.com'],
    }),
  ),
  COGNITO_DOCS_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description: 'app client of the docs page, public, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_WEB_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description: 'app client of the web client, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_WEB_CLIENT_SECRET: Type.Optional(
    Type.String({
      description: 'its secret; default: none, it is public',
      examples: ['1secret23456789'],
    }),
  ),
  COGNITO_IDENTITY_POOL_ID: Type.Optional(
    Type.String({
      pattern: '^[a-z]{2,4}(-[a-z]+)+-[0-9]:[0-9a-f-]{36}$',
      description: 'identity pool that gives AWS credentials for an ID token',
      examples: ['eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f'],
    }),
  ),
  AWS_REGION: Type.Optional(
    Type.String({
      pattern: '^[a-z0-9-]+$',
      description: 'AWS Region where such credentials are used; default: that of the identity pool',
      examples: ['eu-central-1'],
    }),
  ),
  COGNITO_CLI_CLIENT_ID: Type.Optional(
    Type.String({
      pattern: `^${clientIdShape}$`,
      description: 'app client of the command line, public, also to be named in COGNITO_CLIENT_ID',
      examples: ['1example23456789'],
    }),
  ),
  COGNITO_AUDIENCE: Type.Optional(
    Type.String({
      description: 'aud that tokens must carry, if the user pool binds them to resources',
      examples: ['https://api.example.com'],
    }),
  ),
  RESOURCE_SERVER_ID: Type.String({
    default: 'orders',
    pattern: '^[!#-\\[\\]-~]+$',
    description: 'identifier of the resource server in the user pool; may be a URL',
    examples: ['orders'],
  }),
  CLOCK_TOLERANCE_SECONDS: Type.Integer({
    default: 5,
    minimum: 0,
    maximum: 300,
    description: 'accepted difference between the clocks',
    examples: ['5'],
  }),
  TOKEN_CACHE_SIZE: Type.Integer({
    default: 10_000,
    minimum: 0,
    maximum: 10_000_000,
    description: 'verified tokens remembered; 0 turns the cache off',
    examples: ['10000'],
  }),
  JWKS_MAX_AGE_SECONDS: Type.Integer({
    default: 600,
    minimum: 1,
    description: 'age after which the signing keys must have been asked for again',
    examples: ['600'],
  }),
  JWKS_MAX_STALE_SECONDS: Type.Integer({
    default: 86_400,
    minimum: 1,
    description: 'age until which they are used while that fails',
    examples: ['86400'],
  }),
  CORS_ORIGINS: Type.Optional(
    list(
      originShape,
      'web origins that may call the API from a browser, comma list',
      'https://app.example.com',
    ),
  ),
  DATABASE_URL: Type.String({
    default: 'file:data/orders.db',
    pattern: '^(file:.+|postgres(ql)?://.+)$',
    description: 'file:... (embedded SQLite) or postgres://...',
    examples: ['postgres://orders:secret@localhost:5432/orders'],
  }),
  RATE_LIMIT_PER_MINUTE: Type.Integer({
    default: 600,
    minimum: 0,
    description: 'requests of one principal (user and app client, or machine); 0 is no limit',
    examples: ['600'],
  }),
  AUTH_FAILURES_PER_MINUTE: Type.Integer({
    default: 300,
    minimum: 0,
    description: 'requests with a bad token from one address; 0 is no limit',
    examples: ['300'],
  }),
  REDIS_URL: Type.Optional(
    Type.String({
      pattern: '^rediss?://\\S+$',
      description: 'Redis where all instances count requests together; default: each for itself',
      examples: ['redis://localhost:6379/0'],
    }),
  ),
  TRUST_PROXY: Type.Optional(
    Type.Unsafe<string[]>({
      type: 'string',
      pattern: `^([1-9][0-9]?|${listShape(proxyShape)})$`,
      separator: ',',
      description:
        'proxies whose X-Forwarded-For is believed: how many stand before the API, or their addresses, comma list',
      examples: ['10.0.0.0/8'],
    }),
  ),
  MAX_EVENT_LOOP_DELAY_MS: Type.Integer({
    default: 250,
    minimum: 0,
    description: 'mean delay of the event loop from which on requests are answered 503; 0 is never',
    examples: ['250'],
  }),
  METRICS_PORT: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65_535,
      description: 'port of the metrics for Prometheus; default: none',
      examples: ['9464'],
    }),
  ),
  SHUTDOWN_DELAY_SECONDS: Type.Integer({
    default: 2,
    minimum: 0,
    maximum: 60,
    description: 'time between not being ready any more and closing',
    examples: ['5'],
  }),
  REFRESH_TOKEN_VALIDITY_DAYS: Type.Integer({
    default: 30,
    minimum: 1,
    maximum: 3650,
    description:
      'longest refresh token validity among the app clients: how long a sign-in stays revoked',
    examples: ['30'],
  }),
  REVOCATIONS_MAX_STALE_SECONDS: Type.Integer({
    default: 30,
    minimum: 5,
    description: 'age from which the list of revocations counts as stale',
    examples: ['30'],
  }),
  REVOCATIONS_FAIL_CLOSED: Type.Boolean({
    default: false,
    description: 'true: guarded routes answer 503 while the list of revocations is stale',
    examples: ['true'],
  }),
  USER_POOL_PORT: Type.Integer({
    default: 4100,
    minimum: 1,
    maximum: 65_535,
    description: 'port of the local user pool',
    examples: ['4100'],
  }),
  USER_POOL_URL: Type.Optional(
    Type.String({
      pattern: address,
      description: 'local user pool as its callers see it; default: from USER_POOL_PORT',
      examples: ['http://localhost:4100'],
    }),
  ),
  WEB_PORT: Type.Integer({
    default: 4200,
    minimum: 1,
    maximum: 65_535,
    description: 'port of the web client',
    examples: ['4200'],
  }),
  WEB_URL: Type.Optional(
    Type.String({
      pattern: `^${hostShape}$`,
      description:
        'web client as its visitors see it, host and port only; http only on loopback; default: from WEB_PORT',
      examples: ['https://app.example.com'],
    }),
  ),
})

export type EnvironmentSettings = Static<typeof SettingsSchema>
