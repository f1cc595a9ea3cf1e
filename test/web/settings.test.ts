import t from 'tap'
import { loadConfig } from '../../src/config/index.ts'
import { webClientSettings } from '../../src/web/settings.ts'
import { createUserPool } from '../support/user-pool.ts'

const required = {
  COGNITO_USER_POOL_ID: 'eu-central-1_AbCdEfGhI',
  COGNITO_CLIENT_ID: '1web,2docs',
  COGNITO_DOMAIN: 'https://orders.auth.eu-central-1.amazoncognito.com',
  COGNITO_WEB_CLIENT_ID: '1web',
}
const identityPoolId = 'eu-west-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f'

t.test('a user pool on AWS', async t => {
  t.strictSame(webClientSettings(loadConfig(required), undefined), {
    url: 'http://localhost:4200',
    apiUrl: 'http://localhost:3000',
    userPool: {
      issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
      jwksUri:
        'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json',
      domain: 'https://orders.auth.eu-central-1.amazoncognito.com',
      clientId: '1web',
      clientSecret: undefined,
      scopes: [
        'openid',
        'email',
        'profile',
        'orders/order.read',
        'orders/order.write',
        'orders/revocation.write',
      ],
      resource: undefined,
      isLocal: false,
      clockToleranceSeconds: 5,
    },
    identityPool: undefined,
  })
})

t.test('what more can be said of it', async t => {
  const issuer = 'https://issuer-cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI'
  const config = loadConfig({
    ...required,
    COGNITO_ISSUER: issuer,
    COGNITO_WEB_CLIENT_SECRET: 's3cret',
    COGNITO_IDENTITY_POOL_ID: identityPoolId,
    RESOURCE_SERVER_ID: 'https://api.example.com',
    PUBLIC_URL: 'https://api.example.com/v1',
    WEB_URL: 'https://app.example.com',
    CLOCK_TOLERANCE_SECONDS: '0',
    COGNITO_AUDIENCE: 'https://api.example.com/v1',
  })
  const { userPool, identityPool, ...addresses } = webClientSettings(config, undefined)
  t.strictSame(addresses, { url: 'https://app.example.com', apiUrl: 'https://api.example.com/v1' })
  t.match(userPool, {
    issuer,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    clientSecret: 's3cret',
    resource: 'https://api.example.com/v1',
    clockToleranceSeconds: 0,
  })
  t.ok(userPool.scopes.includes('https://api.example.com/order.read'))
  t.strictSame(identityPool, {
    id: identityPoolId,
    region: 'eu-west-1',
    providerName: 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
    endpoint: undefined,
  })
})

t.test('credentials are used in the Region of the environment', async t => {
  const config = loadConfig({
    ...required,
    COGNITO_IDENTITY_POOL_ID: identityPoolId,
    AWS_REGION: 'us-east-1',
  })
  t.equal(webClientSettings(config, undefined).identityPool?.region, 'us-east-1')
})

t.test('a local user pool that runs elsewhere on this machine', async t => {
  for (const host of ['localhost', '127.0.0.1', '[::1]']) {
    const COGNITO_DOMAIN = `http://${host}:4100`
    const config = loadConfig({
      ...required,
      COGNITO_ISSUER: `${COGNITO_DOMAIN}/eu-central-1_AbCdEfGhI`,
      COGNITO_DOMAIN,
      COGNITO_IDENTITY_POOL_ID: identityPoolId,
    })
    const { identityPool } = webClientSettings(config, undefined)
    t.equal(identityPool?.endpoint, COGNITO_DOMAIN)
  }
})

t.test('what is missing is named', async t => {
  const { COGNITO_DOMAIN: _, COGNITO_WEB_CLIENT_ID: __, ...bare } = required
  t.throws(() => webClientSettings(loadConfig(bare), undefined), {
    name: 'ConfigError',
    message: [
      'COGNITO_DOMAIN is missing: the web client needs it, for example COGNITO_DOMAIN=https://orders.auth.eu-central-1.amazoncognito.com',
      'COGNITO_WEB_CLIENT_ID is missing: the web client needs it, for example COGNITO_WEB_CLIENT_ID=1example23456789',
    ].join('\n'),
  })
  const { COGNITO_WEB_CLIENT_ID: ___, ...anonymous } = required
  t.throws(() => webClientSettings(loadConfig(anonymous), undefined), {
    message: /^COGNITO_WEB_CLIENT_ID is missing: .*$/,
  })
})

t.test('a local user pool without an app client for it', async t => {
  const pool = await createUserPool({ clients: [{ name: 'app', flows: ['USER_SRP_AUTH'] }] })
  t.teardown(pool.close)
  t.throws(() => webClientSettings(loadConfig({}), pool), {
    name: 'ConfigError',
    message: 'The local user pool has no app client named web: add it to user-pool.json',
  })
})
