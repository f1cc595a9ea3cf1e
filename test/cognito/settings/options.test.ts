import t from 'tap'
import type { CognitoOptions } from '../../../src/cognito/index.ts'
import { toSettings } from '../../../src/cognito/settings/settings.ts'
import { resourceServer } from '../../support/cognito-service.ts'

const pool = { userPoolId: 'eu-central-1_AbCdEfGhI', clientId: '1example23456789' }
const good = { ...pool, resourceServer }

t.test('only own members are options', async t => {
  const inherited = Object.assign(Object.create({ clockToleranceSeconds: Number.NaN }), good)
  t.equal(toSettings(inherited).clockToleranceSeconds, 5)
  const { clientId, ...rest } = pool
  const poolWithInherited = Object.assign(Object.create({ jwksUri: 'http://evil.example' }), rest)
  t.throws(() => toSettings({ resourceServer, userPools: [poolWithInherited] }), {
    message: 'cognito: userPools[0].clientId is missing',
  })
  const complete = Object.assign(poolWithInherited, { clientId })
  const [trusted] = toSettings({ resourceServer, userPools: [complete] }).issuers
  t.equal(trusted?.jwksUri, `${trusted?.issuer}/.well-known/jwks.json`)
})

t.test('what is left out is derived or has a default', async t => {
  const { now, ...others } = toSettings(good)
  t.type(now, 'function')
  t.strictSame(others, {
    issuers: [
      {
        issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
        jwksUri:
          'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json',
        clientIds: ['1example23456789'],
        audience: undefined,
        isLoopback: false,
      },
    ],
    resourceServer,
    resource: undefined,
    realm: 'orders',
    clockToleranceSeconds: 5,
    tokenCacheSize: 10_000,
    jwksMaxAgeSeconds: 600,
    jwksMaxStaleSeconds: 86_400,
    revocations: undefined,
    onDecision: undefined,
  })
})

t.test('what is given as undefined is left out', async t => {
  const { userPoolId, clientId } = pool
  const nothing = { issuer: undefined, jwksUri: undefined, audience: undefined }
  const several = { userPools: [{ userPoolId, clientId, ...nothing }], realm: undefined }
  const options = { ...several, resourceServer, ...nothing } as unknown as CognitoOptions
  t.strictSame(toSettings(options), toSettings(good))
})

t.test('every partition of AWS has its own domain', async t => {
  const issuerOf = (userPoolId: string) => toSettings({ ...good, userPoolId }).issuers[0]?.issuer
  const poolIds: [userPoolId: string, issuer: string][] = [
    ['us-east-1_Ab9', 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Ab9'],
    ['us-gov-west-1_Ab9', 'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_Ab9'],
    ['cn-north-1_Ab9', 'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Ab9'],
    ['eusc-de-east-1_Ab9', 'https://cognito-idp.eusc-de-east-1.amazonaws.eu/eusc-de-east-1_Ab9'],
  ]
  for (const [userPoolId, expected] of poolIds) t.equal(issuerOf(userPoolId), expected)
})

t.test('what is given is taken as it is', async t => {
  const shared = {
    resourceServer: { identifier: 'https://api.example.com/v1', scopes: ['a', 'b:c.d-e_~!'] },
    resource: 'http://localhost:3000/orders',
    realm: 'My API',
    clockToleranceSeconds: 0,
    tokenCacheSize: 0,
    jwksMaxAgeSeconds: 1,
    jwksMaxStaleSeconds: 1,
    revocations: { isRevoked: () => false },
    onDecision: () => undefined,
    now: () => 0,
  }
  const userPools = [
    { ...pool, clientId: ['a', 'b'], audience: 'https://api.example.com' },
    {
      clientId: 'c',
      issuer: ['https://127.0.0.1/pool', 'http://[::1]:4100/pool', 'http://127.1.2.3/pool'],
      jwksUri: 'http://localhost:4100/keys?a=b',
    },
  ]
  const { issuers, ...settings } = toSettings({ ...shared, userPools })
  t.strictSame(settings, shared)
  t.strictSame(
    issuers.map(({ issuer, jwksUri }) => [issuer, jwksUri]),
    [
      [
        'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
        'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI/.well-known/jwks.json',
      ],
      ['https://127.0.0.1/pool', 'http://localhost:4100/keys?a=b'],
      ['http://[::1]:4100/pool', 'http://localhost:4100/keys?a=b'],
      ['http://127.1.2.3/pool', 'http://localhost:4100/keys?a=b'],
    ],
  )
  t.strictSame(
    issuers.map(({ clientIds, audience, isLoopback }) => [clientIds, audience, isLoopback]),
    [
      [['a', 'b'], 'https://api.example.com', false],
      [['c'], undefined, true],
      [['c'], undefined, true],
      [['c'], undefined, true],
    ],
  )
})

t.test('what Fastify itself takes from register is passed over', async t => {
  const options = { ...good, prefix: '/v1', logLevel: 'info', logSerializers: {} }
  t.strictSame(toSettings(options), toSettings(good))
})
