import t from 'tap'
import { type CognitoOptions, cognito } from '../../../src/cognito/index.ts'
import { resource } from '../../support/cognito-answers.ts'
import { resourceServer, startError } from '../../support/cognito-service.ts'

const pool = { userPoolId: 'eu-central-1_AbCdEfGhI', clientId: '1example23456789' }
const good = { ...pool, resourceServer }
const client =
  "clientId must be an app client id or a list with at least one, like ['1example23456789']"
const tolerance = 'clockToleranceSeconds must be a whole number from 0 to 300'
const address = 'must be an https address (http only on loopback)'
const addressOfRoute = `${address} whose path, decoded, has no % and no *`
const issuer = `issuer ${address} without trailing slash, query and fragment, or a list with at least one`
const server =
  "resourceServer must be { identifier, scopes } like { identifier: 'orders', scopes: ['order.read'] }, the scopes without the identifier"
const maxAge = 'jwksMaxAgeSeconds must be a whole number from 1 to 9007199254740991'
const maxStale = 'jwksMaxStaleSeconds must be a whole number from 1 to 9007199254740991'

const refused: [options: Record<string, unknown>, message: string][] = [
  [{ clientId: undefined }, 'clientId is missing'],
  [{ clientId: null }, client],
  [{ clientId: '' }, client],
  [{ clientId: ' ' }, client],
  [{ clientId: [] }, client],
  [{ clientId: [''] }, client],
  [{ clientId: ['1example23456789', null] }, client],
  [{ clientId: 7 }, client],
  [{ clientId: '1example23456789,2example23456789' }, client],
  [{ clientId: ['1example23456789 '] }, client],
  [{ clientId: { id: '1example23456789' } }, client],

  [{ userPoolId: undefined }, 'userPoolId is missing, and so is issuer'],
  ...(['', 'AbCdEfGhI', 'eu-central-1', 'eu-central-1_', 'EU-central-1_A', 'eu-central-1_A/b', null]
    .concat(['eu-central-1_A\n', 'x_eu-central-1_A', 'eu-central-1_A@evil.example', 'local_A'])
    .map((userPoolId): [object, string] => [
      { userPoolId },
      'userPoolId must look like eu-central-1_AbCdEfGhI',
    ]) as [Record<string, unknown>, string][]),

  ...[Number.NaN, '5', '', -1, 0.5, 301, 1e9, Infinity, null, true, [5]].map(
    (value): [Record<string, unknown>, string] => [{ clockToleranceSeconds: value }, tolerance],
  ),
  ...[Number.NaN, '10', -1, 1.5, 10_000_001, null].map(
    (value): [Record<string, unknown>, string] => [
      { tokenCacheSize: value },
      'tokenCacheSize must be a whole number from 0 to 10000000',
    ],
  ),
  ...[Number.NaN, '600', 0, -1, 1.5, Infinity, 2 ** 53, null].flatMap(
    (value): [Record<string, unknown>, string][] => [
      [{ jwksMaxAgeSeconds: value }, maxAge],
      [{ jwksMaxStaleSeconds: value }, maxStale],
    ],
  ),

  ...[
    'http://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
    'http://localhost.evil.example/pool',
    'http://127.0.0.1.evil.example/pool',
    'http://[::2]/pool',
    'ftp://localhost/pool',
    'https://example.com/pool/',
    'https://example.com/',
    'https://example.com/pool?a=b',
    'https://example.com/pool?',
    'https://example.com/pool#a',
    'https://example.com/pool#',
    'https://user:secret@example.com/pool',
    'https://user@example.com/pool',
    ' https://example.com/pool',
    'https://example.com/pool ',
    'https://example.com/po\tol',
    'https://example.com/pool\n',
    'example.com/pool',
    '',
    null,
    7,
    [],
    [null],
    ['https://example.com/pool', 'http://example.com/pool'],
  ].map((value): [Record<string, unknown>, string] => [{ issuer: value }, issuer]),
  ...[
    'http://example.com/jwks.json',
    'https://user:secret@example.com/jwks.json',
    'https://example.com/jwks.json#a',
    ' https://example.com/jwks.json',
    'file:///etc/passwd',
    'data:application/json,{}',
    '/jwks.json',
    '',
    null,
  ].flatMap((value): [Record<string, unknown>, string][] => [
    [{ jwksUri: value }, `jwksUri ${address}`],
    [{ resource: value }, `resource ${addressOfRoute}`],
  ]),
  ...['%zz', '%ff', 'a%2Fb', 'a%25b', 'a*b', '*'].map((path): [Record<string, unknown>, string] => [
    { resource: `https://example.com/${path}` },
    `resource ${addressOfRoute}`,
  ]),

  ...['', ' ', null, ['https://api.example.com']].map(
    (value): [Record<string, unknown>, string] => [
      { audience: value },
      'audience must be a text that is not empty',
    ],
  ),
  ...['', 'a"b', 'a\\b', 'a\r\nx: y', 'é', null].map((value): [Record<string, unknown>, string] => [
    { realm: value },
    'realm must be printable ASCII without " and \\',
  ]),
  [{ resourceServer: undefined }, 'resourceServer is missing'],
  ...[
    null,
    'orders',
    {},
    { identifier: 'orders' },
    { identifier: 'orders', scopes: [] },
    { identifier: 'orders', scopes: [''] },
    { identifier: 'orders', scopes: ['a b'] },
    { identifier: 'orders', scopes: ['a/b'] },
    { identifier: 'orders', scopes: ['a"b'] },
    { identifier: 'orders', scopes: ['é'] },
    { identifier: 'orders', scopes: [null] },
    { identifier: 'orders', scopes: 'order.read' },
    { identifier: '', scopes: ['order.read'] },
    { identifier: 'two words', scopes: ['order.read'] },
    { identifier: 'a"b', scopes: ['order.read'] },
    { identifier: 7, scopes: ['order.read'] },
    { identifier: 'orders', scopes: ['order.read'], scope: ['order.write'] },
  ].map((value): [Record<string, unknown>, string] => [{ resourceServer: value }, server]),

  ...[null, {}, { isRevoked: true }, () => true].map((value): [Record<string, unknown>, string] => [
    { revocations: value },
    'revocations must have a function isRevoked',
  ]),
  [{ onDecision: 'log' }, 'onDecision must be a function'],
  [{ now: 1_700_000_000_000 }, 'now must be a function'],

  ...['tokenUse', 'scope', 'graceSeconds', 'clientIds', 'toString', 'constructor'].map(
    (name): [Record<string, unknown>, string] => [
      { [name]: null },
      `${name} is not an option here`,
    ],
  ),

  [{ userPools: [pool] }, 'userPoolId is not an option here; clientId is not an option here'],
  [{ userPools: [], userPoolId: undefined, clientId: undefined }, noUserPool()],
  [{ userPools: pool, userPoolId: undefined, clientId: undefined }, noUserPool()],
  [{ userPools: null, userPoolId: undefined, clientId: undefined }, noUserPool()],
  [
    { userPools: [pool, { issuer: 'http://example.com', clientID: 'a' }], ...noPool() },
    `userPools[1].clientId is missing; userPools[1].${issuer}; userPools[1].clientID is not an option here`,
  ],
  [
    { userPools: [null], ...noPool() },
    'userPools[0].clientId is missing; userPools[0].userPoolId is missing, and so is issuer',
  ],
  [
    { userPools: [pool, { ...pool, clientId: 'another' }], ...noPool() },
    'the issuer https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI is there twice',
  ],
  [
    { issuer: ['https://example.com/a', 'https://example.com/b', 'https://example.com/a'] },
    'the issuer https://example.com/a is there twice',
  ],

  // What JSON.parse makes of it is a member like others, and no prototype.
  ...['{"jwksUri":"https://evil.example/jwks.json"}', '{"clientId":[]}', '5'].flatMap(
    (value): [Record<string, unknown>, string][] => {
      const options = JSON.parse(`{"__proto__":${value}}`)
      return [
        [options, '__proto__ is not an option here'],
        [
          { userPools: [Object.assign(Object.create(null), pool, options)], ...noPool() },
          'userPools[0].__proto__ is not an option here',
        ],
      ]
    },
  ),
  [
    { clientId: undefined, clockToleranceSeconds: Number.NaN, issuers: [], realm: '"' },
    `${tolerance}; issuers is not an option here; realm must be printable ASCII without " and \\; clientId is missing`,
  ],
]

t.test('a wrong option stops start-up with one line that names it', async t => {
  for (const [options, message] of refused) {
    const error = await startError(app => {
      app.register(cognito, { ...good, ...options } as CognitoOptions)
    })
    t.equal(error, `TypeError: cognito: ${message}`, JSON.stringify(options))
  }
})

t.test('the metadata of the resource has one place, so the plugin takes no prefix', async t => {
  const error = await startError(app => {
    app.register(async scope => void scope.register(cognito, { ...good, resource }), {
      prefix: '/v1',
    })
  })
  t.equal(
    error,
    'TypeError: cognito: with the option resource, register the plugin in a scope without prefix and put "/v1" on a scope inside',
  )
})

function noUserPool(): string {
  return 'userPools must hold at least one user pool'
}

function noPool() {
  return { userPoolId: undefined, clientId: undefined }
}
