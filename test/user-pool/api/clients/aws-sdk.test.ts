import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  CreateUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetUserCommand,
  GlobalSignOutCommand,
  InitiateAuthCommand,
  ListDevicesCommand,
  paginateListUsers,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  SignUpCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider'
import t from 'tap'
import { totp } from '../../../../src/user-pool/accounts/totp.ts'
import { createUserPool } from '../../../support/user-pool.ts'
import { testClock } from '../../oauth/relying-party.ts'

/** It stands still, so that no step of an authenticator app goes by. */
const clock = testClock(Date.now())
const pool = await createUserPool({ clock: clock.read })
t.teardown(pool.close)
const region = 'eu-central-1'
/** As a browser would have it: no credentials, no signature. */
const user = new CognitoIdentityProviderClient({
  endpoint: pool.origin,
  region,
  credentials: { accessKeyId: '', secretAccessKey: '' },
})
const admin = new CognitoIdentityProviderClient({
  endpoint: pool.origin,
  region,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
})
const ClientId = pool.client('cli').id
const UserPoolId = pool.userPoolId

function signIn(USERNAME: string, PASSWORD: string) {
  const AuthParameters = { USERNAME, PASSWORD }
  return user.send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  )
}

t.test('sign up, confirm, sign in, look at oneself, sign out', async t => {
  const Username = 'carol@example.com'
  const Password = 'carol-password'
  const { UserSub } = await user.send(new SignUpCommand({ ClientId, Username, Password }))
  await t.rejects(
    user.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: 'wrong' })),
    CodeMismatchException,
  )
  const ConfirmationCode = pool.inbox[0]?.code
  await user.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }))
  const { AuthenticationResult } = await signIn(Username, Password)
  const AccessToken = AuthenticationResult?.AccessToken
  const me = await user.send(new GetUserCommand({ AccessToken }))
  t.equal(me.Username, UserSub)
  await user.send(new GlobalSignOutCommand({ AccessToken }))
  await t.rejects(user.send(new GetUserCommand({ AccessToken })), {
    name: 'NotAuthorizedException',
    message: 'Access Token has been revoked',
  })
})

t.test('a pool is built and inspected from a script', async t => {
  const { UserPool } = await admin.send(new DescribeUserPoolCommand({ UserPoolId }))
  t.equal(UserPool?.Id, UserPoolId)
  await admin.send(new CreateGroupCommand({ UserPoolId, GroupName: 'editors' }))
  const { UserPoolClient } = await admin.send(
    new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'script', GenerateSecret: true }),
  )
  t.equal(pool.client('script').secret, UserPoolClient?.ClientSecret)
  const Username = 'dave@example.com'
  await admin.send(new AdminCreateUserCommand({ UserPoolId, Username }))
  const Password = 'dave-password'
  const set = { UserPoolId, Username, Password, Permanent: true }
  await admin.send(new AdminSetUserPasswordCommand(set))
  const dave = await admin.send(new AdminGetUserCommand({ UserPoolId, Username }))
  t.equal(dave.UserStatus, 'CONFIRMED')
  t.ok(dave.UserCreateDate instanceof Date)
  const names: (string | undefined)[] = []
  for await (const page of paginateListUsers({ client: admin, pageSize: 1 }, { UserPoolId })) {
    names.push(...(page.Users ?? []).map(({ Username }) => Username))
  }
  t.same(
    names,
    pool.users.map(({ username }) => username),
  )
})

t.test('an authenticator app', async t => {
  const { AuthenticationResult } = await signIn('bob@example.com', 'bob-password')
  const AccessToken = AuthenticationResult?.AccessToken
  const { SecretCode = '' } = await user.send(new AssociateSoftwareTokenCommand({ AccessToken }))
  const step = Math.floor(clock.seconds / 30)
  const UserCode = totp(SecretCode, step)
  await user.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }))
  await user.send(
    new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true } }),
  )
  const { ChallengeName, Session } = await signIn('bob@example.com', 'bob-password')
  t.equal(ChallengeName, 'SOFTWARE_TOKEN_MFA')
  // A neighbour of the current step, which is used up.
  const SOFTWARE_TOKEN_MFA_CODE = totp(SecretCode, step + 1)
  const ChallengeResponses = { USERNAME: 'bob@example.com', SOFTWARE_TOKEN_MFA_CODE }
  const answer = await user.send(
    new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
  )
  t.ok(answer.AuthenticationResult?.IdToken)
})

t.test('what is not there is called by its name', async t => {
  const { AuthenticationResult } = await signIn('alice@example.com', 'alice-password')
  const AccessToken = AuthenticationResult?.AccessToken
  await t.rejects(user.send(new ListDevicesCommand({ AccessToken })), {
    name: 'UnknownOperationException',
    message:
      'AWSCognitoIdentityProviderService.ListDevices is not an operation of the local user pool: see docs/local-user-pool.md',
  })
})
