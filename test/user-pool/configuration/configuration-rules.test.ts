import t from 'tap'
import type {
  AppClientConfiguration,
  Configuration,
  UserConfiguration,
} from '../../../src/user-pool/index.ts'
import { newFolder } from '../../support/folder.ts'
import { openInstall } from '../../support/user-pool.ts'

const dataFolder = newFolder()
const open = (configuration: Partial<Configuration>) =>
  openInstall({ origin: 'http://localhost:4100', dataFolder, ...configuration })
const user = { email: 'a@example.com', password: 'password' }

async function refused(configuration: Partial<Configuration>, mistake: string) {
  await t.rejects(open(configuration), {
    name: 'ConfigurationError',
    message: `User pool configuration: ${mistake}`,
  })
}

t.test('users', async () => {
  for (const [wrong, mistake] of [
    [{ email: 'a' }, 'user a has no email address'],
    [
      { password: 'short' },
      'user a@example.com: Password did not conform with policy: Password not long enough',
    ],
    [{ attributes: { shoe_size: '43' } }, 'user a@example.com cannot have an attribute shoe_size'],
    [{ attributes: { email: 'b@c' } }, 'user a@example.com cannot have an attribute email'],
    [
      { attributes: { phone_number: '030 123' } },
      'user a@example.com cannot have this phone_number: Invalid phone number format.',
    ],
    [
      { attributes: { birthdate: '1.2.1990' } },
      'user a@example.com cannot have this birthdate: Attributes did not conform to the schema: birthdate: String must be no shorter than 10 characters',
    ],
    [
      { attributes: { email_verified: true } },
      'user a@example.com has an attribute email_verified that is no text',
    ],
  ] as const) {
    await refused({ users: [{ ...user, ...wrong } as UserConfiguration] }, mistake)
  }
  await refused(
    { users: [user, { ...user, email: 'A@example.com' }] },
    'user a@example.com is there twice',
  )
  await refused(
    {
      signInWith: 'username',
      users: [
        { ...user, username: 'a' },
        { ...user, email: 'b@example.com', username: 'A' },
        { ...user, email: 'c@example.com' },
      ],
    },
    'username a is there twice; user c@example.com needs a username, because sign-in is by username',
  )
})

t.test('the pool', async () => {
  for (const userPoolId of [
    'x',
    'eu-central-1_',
    'eu-central-1_a-b',
    'EU-central-1_a',
    'local-dev-1_a',
  ]) {
    await refused(
      { userPoolId },
      `userPoolId ${userPoolId} is not of the form eu-central-1_AbCdEfGhI`,
    )
  }
  for (const minimumLength of [5, 100, 7.5]) {
    await refused(
      { passwordPolicy: { minimumLength }, users: [] },
      'passwordPolicy.minimumLength must be a whole number from 6 to 99',
    )
  }
})

t.test('app clients', async () => {
  for (const [wrong, mistake] of [
    [{ id: 'a b' }, 'has id a b, which is not 1 to 128 letters, digits, _ and +'],
    [{ secondSecret: true }, 'has a second secret and no first'],
    [{ scopes: ['email', 'profile'] }, 'needs scope openid for email, profile'],
    [{ accessTokenValidity: '4m' }, 'has accessTokenValidity 4m, which is not from 5m to 1d'],
    [{ idTokenValidity: '25h' }, 'has idTokenValidity 25h, which is not from 5m to 1d'],
    [
      { refreshTokenValidity: '59m' },
      'has refreshTokenValidity 59m, which is not from 1h to 3650d',
    ],
    [{ refreshTokenValidity: '1y' }, 'has refreshTokenValidity 1y, which is not from 1h to 3650d'],
    [
      { refreshTokenRotation: { gracePeriodSeconds: 61 } },
      'has a gracePeriodSeconds that is not a whole number from 0 to 60',
    ],
  ] as const) {
    const client = { name: 'web', flows: ['code'], ...wrong } as AppClientConfiguration
    await refused({ clients: [client] }, `app client web ${mistake}`)
  }
  await refused(
    {
      clients: [
        { name: 'a', id: 'x', flows: ['code'] },
        { name: 'b', id: 'x', flows: ['code'] },
      ],
    },
    'client id x is there twice',
  )
})

t.test('addresses that Cognito does not register', async t => {
  for (const address of [
    'http://app.example/',
    'https://app.example/#a',
    '/callback',
    'localhost:',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://app.example/ä',
    'https://app.example/ x',
    '',
  ].filter(text => text !== 'localhost:')) {
    const mistake = `has address ${address}, which is not https, http on localhost, or a scheme of an app, without a fragment`
    for (const member of ['callbackUrls', 'signOutUrls']) {
      const client = { name: 'web', flows: ['code'], [member]: [address] } as AppClientConfiguration
      await refused({ clients: [client] }, `app client web ${mistake}`)
    }
  }
  const callbackUrls = [
    'https://app.example/a?b=c',
    'http://localhost:1/',
    'http://127.0.0.1/',
    'http://[::1]:4200/',
    'myapp://cb',
    'com.example.app:/cb',
  ]
  const pool = await open({ clients: [{ name: 'web', flows: ['code'], callbackUrls }] })
  t.strictSame(pool.client('web').callbackUrls, callbackUrls)
})

t.test('ids of pool and clients can be chosen, the same for everybody', async t => {
  const other = t.testdir()
  const pool = await openInstall({
    origin: 'http://localhost:4100',
    dataFolder: other,
    userPoolId: 'us-east-1_Chosen123',
    clients: [{ name: 'web', id: 'chosen', flows: ['code'] }],
  })
  t.equal(pool.userPoolId, 'us-east-1_Chosen123')
  t.equal(pool.issuer, 'http://localhost:4100/us-east-1_Chosen123')
  t.equal(pool.describe().region, 'us-east-1')
  t.equal(pool.client('web').id, 'chosen')
})

t.test('lifetimes in seconds, minutes, hours and days', async t => {
  const pool = await open({
    clients: [
      {
        name: 'web',
        flows: ['code'],
        accessTokenValidity: '300s',
        idTokenValidity: '24h',
        refreshTokenValidity: '3650d',
      },
    ],
  })
  t.match(pool.client('web'), {
    accessTokenLifetime: 300,
    idTokenLifetime: 86_400,
    refreshTokenLifetime: 3650 * 86_400,
  })
})
