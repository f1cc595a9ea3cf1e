import t from 'tap'
import { totp } from '../../../src/user-pool/accounts/totp.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { testClock } from '../oauth/relying-party.ts'
import { adminCall, alice, bob, call, refused, signIn, tokensOf } from './call.ts'

const clock = testClock()

/** Started on a free port, which becomes its origin. */
const start = (dataFolder: string, options = {}) =>
  createUserPool({ dataFolder, clock: clock.read, ...options })

t.test('what the API made, changed and deleted survives a restart', async t => {
  const dataFolder = t.testdir()
  const first = await start(dataFolder)
  const { id: cli } = first.client('cli')
  await adminCall(first, 'CreateGroup', { GroupName: 'editors' })
  await adminCall(first, 'CreateGroup', { GroupName: '__proto__' })
  await adminCall(first, 'UpdateGroup', { GroupName: 'admin', Description: 'changed' })
  await adminCall(first, 'AdminAddUserToGroup', {
    Username: alice.USERNAME,
    GroupName: 'editors',
  })
  await adminCall(first, 'DeleteUserPoolClient', { ClientId: first.client('docs').id })
  const made = await adminCall(first, 'CreateUserPoolClient', {
    ClientName: 'made',
    GenerateSecret: true,
  })
  const gone = await adminCall(first, 'CreateUserPoolClient', { ClientName: 'gone' })
  const { ClientId } = gone.body.UserPoolClient
  await adminCall(first, 'DeleteUserPoolClient', { ClientId })
  await adminCall(first, 'CreateResourceServer', { Identifier: 'more', Name: 'More' })
  await adminCall(first, 'AdminDeleteUser', { Username: bob.USERNAME })
  const described = first.describe()
  await first.close()

  const second = await start(dataFolder)
  t.teardown(second.close)
  for (const list of ['groups', 'clients', 'resourceServers'] as const) {
    t.same(second.describe()[list], described[list], list)
  }
  t.equal(second.client('made').secret, made.body.UserPoolClient.ClientSecret)
  t.equal(second.identityPoolId, described.identityPoolId)
  t.same(second.user(alice.USERNAME).groups, ['admin', 'editors'])
  t.notOk(second.users.some(({ email }) => email === bob.USERNAME))
  refused(
    t,
    await call(second, 'InitiateAuth', {
      ClientId: cli,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: bob,
    }),
    'NotAuthorizedException',
    'Incorrect username or password.',
  )
})

t.test('a configured thing that is edited is the configured one again', async t => {
  const dataFolder = t.testdir()
  const bobby = { email: bob.USERNAME, password: bob.PASSWORD }
  const first = await start(dataFolder, { users: [bobby] })
  await adminCall(first, 'UpdateGroup', { GroupName: 'admin', Description: 'changed' })
  await adminCall(first, 'AdminDeleteUser', { Username: bob.USERNAME })
  await first.close()
  const groups = [{ name: 'admin', description: 'edited' }]
  const users = [{ ...bobby, password: 'edited-password' }]
  const second = await start(dataFolder, { groups, users })
  t.teardown(second.close)
  t.same(second.groups, groups)
  t.ok(second.user(bob.USERNAME))
})

t.test('sign-ins, authenticator apps and revocations survive too', async t => {
  const dataFolder = t.testdir()
  const first = await start(dataFolder)
  const port = Number(new URL(first.origin).port)
  const { AccessToken, RefreshToken } = await tokensOf(first)
  const other = await tokensOf(first, bob)
  await call(first, 'GlobalSignOut', { AccessToken: other.AccessToken })
  const { body } = await call(first, 'AssociateSoftwareToken', { AccessToken })
  const code = () => totp(body.SecretCode, Math.floor(clock.seconds / 30))
  await call(first, 'VerifySoftwareToken', { AccessToken, UserCode: code() })
  await call(first, 'SetUserMFAPreference', {
    AccessToken,
    SoftwareTokenMfaSettings: { Enabled: true },
  })
  await first.close()

  const second = await start(dataFolder, { port })
  t.teardown(second.close)
  const refreshed = await call(second, 'GetTokensFromRefreshToken', {
    RefreshToken,
    ClientId: second.client('cli').id,
  })
  t.equal(refreshed.status, 200)
  t.equal((await call(second, 'GetUser', { AccessToken })).status, 200)
  refused(
    t,
    await call(second, 'GetUser', { AccessToken: other.AccessToken }),
    'NotAuthorizedException',
    'Access Token has been revoked',
  )
  t.equal((await signIn(second)).body.ChallengeName, 'SOFTWARE_TOKEN_MFA')
})
