import {
  CognitoIdentityClient,
  GetCredentialsForIdentityCommand,
  GetIdCommand,
  GetOpenIdTokenCommand,
} from '@aws-sdk/client-cognito-identity'
import {
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import { fromCognitoIdentityPool, fromWebToken } from '@aws-sdk/credential-providers'
import t from 'tap'
import { createUserPool } from '../../../support/user-pool.ts'
import { tokensOf } from '../call.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const region = 'eu-central-1'
const at = { endpoint: pool.origin, region }
const provider = `cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`
const { AccessToken, IdToken } = await tokensOf(pool)
const Logins = { [provider]: IdToken }
const arn = (session: string) =>
  `arn:aws:sts::000000000000:assumed-role/local-authenticated/${session}`
const RoleArn = 'arn:aws:iam::000000000000:role/local-authenticated'

t.test('call by call: identity, credentials, caller', async t => {
  const identity = new CognitoIdentityClient(at)
  const { identityPoolId: IdentityPoolId } = pool
  const { IdentityId } = await identity.send(new GetIdCommand({ IdentityPoolId, Logins }))
  const { Credentials } = await identity.send(
    new GetCredentialsForIdentityCommand({ IdentityId, Logins }),
  )
  t.ok(Credentials?.Expiration instanceof Date)
  const sts = new STSClient({
    ...at,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  })
  const { Arn, Account } = await sts.send(new GetCallerIdentityCommand({}))
  t.same([Arn, Account], [arn('CognitoIdentityCredentials'), '000000000000'])
  await t.rejects(
    identity.send(new GetIdCommand({ IdentityPoolId, Logins: { [provider]: AccessToken } })),
    {
      name: 'NotAuthorizedException',
      message: 'Invalid login token. Missing a required claim: aud',
    },
  )
})

t.test('as a provider of credentials', async t => {
  const credentials = fromCognitoIdentityPool({
    identityPoolId: pool.identityPoolId,
    logins: Logins,
    clientConfig: at,
  })
  const sts = new STSClient({ ...at, credentials })
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}))
  t.equal(Arn, arn('CognitoIdentityCredentials'))
})

t.test('a web identity, of the user pool and of the identity pool', async t => {
  const identity = new CognitoIdentityClient(at)
  const { identityPoolId: IdentityPoolId } = pool
  const { IdentityId } = await identity.send(new GetIdCommand({ IdentityPoolId, Logins }))
  const { Token = '' } = await identity.send(new GetOpenIdTokenCommand({ IdentityId, Logins }))
  for (const webIdentityToken of [IdToken, Token]) {
    const credentials = fromWebToken({
      roleArn: RoleArn,
      roleSessionName: 'web',
      webIdentityToken,
      clientConfig: at,
    })
    const sts = new STSClient({ ...at, credentials })
    t.equal((await sts.send(new GetCallerIdentityCommand({}))).Arn, arn('web'))
  }
  const expired = await pool.idToken({ expiresIn: 0 })
  await t.rejects(
    new STSClient(at).send(
      new AssumeRoleWithWebIdentityCommand({
        RoleArn,
        RoleSessionName: 'web',
        WebIdentityToken: expired,
      }),
    ),
    { name: 'ExpiredTokenException', message: 'Token expired' },
  )
})
