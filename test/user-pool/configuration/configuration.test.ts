import { decodeJwt } from 'jose'
import t from 'tap'
import {
  type Configuration,
  defaultConfiguration,
  type InstallOptions,
  type UserPoolOptions,
} from '../../../src/user-pool/index.ts'
import { newFolder } from '../../support/folder.ts'
import { createUserPool, openInstall } from '../../support/user-pool.ts'

const origin = 'http://localhost:4100'
// One install for all, because making keys takes its time.
const dataFolder = newFolder()
const open = (configuration: Partial<Configuration> = {}) =>
  openInstall({ origin, dataFolder, ...configuration })
const custom = ['orders/order.read', 'orders/order.write', 'orders/revocation.write']
const defaults = {
  accessTokenLifetime: 3600,
  idTokenLifetime: 3600,
  refreshTokenLifetime: 30 * 86_400,
  revocation: true,
  preventUserExistenceErrors: true,
}
const standard = ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin']

t.test('the default pool is the one of the tutorials', async t => {
  const pool = await open()
  const description = pool.describe()
  t.match(description, {
    origin,
    issuer: pool.issuer,
    jwksUri: pool.jwksUri,
    tokenEndpoint: `${origin}/oauth2/token`,
    userPoolId: pool.userPoolId,
    region: 'eu-central-1',
    users: [
      { email: 'alice@example.com', password: 'alice-password', groups: ['admin'] },
      { email: 'bob@example.com', password: 'bob-password', groups: [] },
    ],
    groups: [{ name: 'admin' }],
    resourceServers: [
      {
        identifier: 'orders',
        scopes: [{ name: 'order.read' }, { name: 'order.write' }, { name: 'revocation.write' }],
      },
    ],
  })
  for (const { username, sub } of description.users) t.equal(username, sub)
  t.strictSame(
    description.clients.map(({ id, secret, ...client }) => ({
      ...client,
      secret: Boolean(secret),
    })),
    [
      {
        ...defaults,
        name: 'web',
        flows: ['code', 'implicit', 'USER_SRP_AUTH', 'refresh_token'],
        scopes: [...standard, ...custom],
        callbackUrls: ['http://localhost:4200/oauth/cognito'],
        signOutUrls: ['http://localhost:4200/oauth/cognito/logout'],
        secret: false,
      },
      {
        ...defaults,
        name: 'docs',
        flows: ['code'],
        scopes: [...standard, ...custom],
        callbackUrls: ['http://localhost:3000/docs/static/oauth2-redirect.html'],
        signOutUrls: [],
        secret: false,
      },
      {
        ...defaults,
        name: 'cli',
        flows: ['code', 'USER_PASSWORD_AUTH', 'refresh_token'],
        scopes: [...standard, ...custom],
        callbackUrls: [
          'http://localhost:8976/callback',
          'http://localhost:8977/callback',
          'http://localhost:8978/callback',
        ],
        signOutUrls: [],
        secret: false,
      },
      {
        ...defaults,
        name: 'postman',
        flows: ['code', 'refresh_token'],
        scopes: [...standard, ...custom],
        callbackUrls: ['https://oauth.pstmn.io/v1/callback'],
        signOutUrls: [],
        secret: true,
      },
      {
        ...defaults,
        name: 'machine',
        flows: ['client_credentials'],
        scopes: custom,
        callbackUrls: [],
        signOutUrls: [],
        secret: true,
      },
    ],
  )
  t.strictSame(JSON.parse(JSON.stringify(description)), description)
})

t.test('client ids and secrets have the lengths of Cognito’s', async t => {
  for (const { id, secret } of (await open()).clients) {
    t.match(id, /^[a-z0-9]{26}$/)
    if (secret !== undefined) t.match(secret, /^[a-z0-9]{51}$/)
  }
})

t.test(
  'the default pool follows where API and web client are, and what the API is called',
  async t => {
    const { clients, resourceServers } = defaultConfiguration({
      apiUrl: 'http://localhost:3100',
      webPort: 4300,
      resourceServerId: 'https://api.example',
    })
    const [web, docs] = clients
    t.strictSame(web?.callbackUrls, [
      'http://localhost:4200/oauth/cognito',
      'http://localhost:4300/oauth/cognito',
    ])
    t.strictSame(web?.signOutUrls, [
      'http://localhost:4200/oauth/cognito/logout',
      'http://localhost:4300/oauth/cognito/logout',
    ])
    t.strictSame(docs?.callbackUrls, ['http://localhost:3100/docs/static/oauth2-redirect.html'])
    const pool = await open({ resourceServers, clients })
    const { scope } = decodeJwt(await pool.accessToken({ scopes: ['order.read'] }))
    t.equal(scope, 'https://api.example/order.read')
  },
)

t.test('a pool without users, clients or resource servers can exist', async t => {
  const pool = await open({ users: [], clients: [], resourceServers: [] })
  await t.rejects(pool.accessToken(), {
    message: 'The user pool has no user at all: known are none',
  })
  await t.rejects(pool.machineToken(), {
    message: 'The user pool has no app client with flow client_credentials: known are none',
  })
  const { scope } = decodeJwt(await pool.machineToken({ clientId: 'x', scopes: ['a'] }))
  t.equal(scope, 'a')
})

t.test('everything in which a configuration contradicts itself is listed at once', async t => {
  const twice = { name: 'twice', flows: ['client_credentials', 'implicit'] } as const
  const user = { email: 'a@example.com', password: 'password' }
  await t.rejects(
    open({
      users: [user, { ...user, groups: ['staff'] }],
      groups: [],
      resourceServers: [
        { identifier: 'a', name: 'A', scopes: [{ name: 'b/c', description: 'B and C' }] },
      ],
      clients: [
        twice,
        { ...twice, secret: true, flows: ['client_credentials', 'code'] },
        {
          name: 'reader',
          flows: ['code'],
          scopes: ['read', 'a/b/c', 'openid'],
        },
      ],
    }),
    {
      name: 'ConfigurationError',
      message: [
        'User pool configuration: user a@example.com is there twice',
        'app client twice is there twice',
        'scope name b/c must not contain a slash',
        'user a@example.com is in group staff, which the pool does not have',
        'app client twice cannot mix client_credentials with code or implicit',
        'app client twice needs a secret for client_credentials',
        'app client twice cannot mix client_credentials with code or implicit',
        'app client reader has scope read, which the pool does not have',
      ].join('; '),
    },
  )
})

t.test('an option that there is not is refused, whatever a type checker was told', async t => {
  const misspelt: [options: object, message: string | RegExp][] = [
    [{ client: [] }, 'User pool has no option client: did you mean clients?'],
    [{ userPoolID: undefined }, 'User pool has no option userPoolID: did you mean userPoolId?'],
    [{ toString: 1 }, /^User pool has no option toString: did you mean /],
  ]
  for (const [options, message] of misspelt) {
    const expected = { name: 'TypeError', message }
    await t.rejects(createUserPool(options as UserPoolOptions), expected)
    await t.rejects(openInstall({ origin, ...options } as InstallOptions), expected)
  }
})

t.test('so is a configuration of another shape, as in a file', async t => {
  const misshapen: [options: object, message: string][] = [
    [{ users: [{ email: 'x' }] }, 'users[0] must have required properties password'],
    [{ clients: [{ name: 'a', flow: [] }] }, 'clients[0] has no member flow: did you mean flows?'],
    [{ users: 5 }, 'users must be array'],
    [{ passwordPolicy: null }, 'passwordPolicy must be object'],
    [
      { clients: [{ name: 'a', flows: ['foo'] }] },
      'app client a has flow foo, which Cognito does not have',
    ],
  ]
  for (const [options, mistake] of misshapen) {
    const open = () => openInstall({ origin, ...options } as InstallOptions)
    const error = await open().catch((error: Error) => error)
    t.match(error, { name: 'ConfigurationError' })
    t.match((error as Error).message, `User pool configuration: `)
    t.match((error as Error).message, mistake)
  }
})
