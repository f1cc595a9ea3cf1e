import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { alice, bob, call, claimsOf, refused, tokensOf } from '../api/call.ts'
import { testClock } from '../oauth/relying-party.ts'
import { getCallerIdentity, sts } from './sts-call.ts'

const clock = testClock()
const editors = 'arn:aws:iam::123456789012:role/team/editors'
const viewers = 'arn:aws:iam::123456789012:role/viewers'
const pool = await createUserPool({
  clock: clock.read,
  users: [
    { email: alice.USERNAME, password: alice.PASSWORD, groups: ['editors', 'viewers'] },
    { email: bob.USERNAME, password: bob.PASSWORD },
  ],
  groups: [
    { name: 'editors', description: '', role: editors, precedence: 1 },
    { name: 'viewers', description: '', role: viewers, precedence: 2 },
  ],
})
t.teardown(pool.close)
const provider = `cognito-idp.eu-central-1.amazonaws.com/${pool.userPoolId}`
const identity = (operation: string, input: object) =>
  call(pool, `AWSCognitoIdentityService.${operation}`, input)

async function identityOf(user: typeof alice) {
  const { IdToken } = await tokensOf(pool, user)
  const Logins = { [provider]: IdToken }
  const { body } = await identity('GetId', { IdentityPoolId: pool.identityPoolId, Logins })
  return { IdentityId: body.IdentityId as string, Logins }
}

t.test('credentials for an hour, which are visibly of no AWS account', async t => {
  const input = await identityOf(bob)
  const { status, body } = await identity('GetCredentialsForIdentity', input)
  t.equal(status, 200)
  const { AccessKeyId, SecretKey, SessionToken, ...rest } = body.Credentials
  t.same(body.IdentityId, input.IdentityId)
  t.match(AccessKeyId, /^ASIALOCAL[0-9A-F]{11}$/)
  t.match(SecretKey, /^local\+[A-Za-z0-9+/]{34}$/)
  t.same(rest, { Expiration: clock.seconds + 3600 })
  t.same(await getCallerIdentity(pool, AccessKeyId, SessionToken), {
    status: 200,
    contentType: 'text/xml',
    text: {
      Arn: 'arn:aws:sts::000000000000:assumed-role/local-authenticated/CognitoIdentityCredentials',
      UserId: 'AROALOCAL71004758E569:CognitoIdentityCredentials',
      Account: '000000000000',
    },
  })
})

t.test('groups with roles choose the role', async t => {
  const input = await identityOf(alice)
  const arnWith = async (CustomRoleArn?: string) => {
    const answer = await identity('GetCredentialsForIdentity', { ...input, CustomRoleArn })
    const { AccessKeyId, SessionToken } = answer.body.Credentials
    return (await getCallerIdentity(pool, AccessKeyId, SessionToken)).text.Arn
  }
  const assumed = 'arn:aws:sts::123456789012:assumed-role'
  t.equal(await arnWith(), `${assumed}/editors/CognitoIdentityCredentials`)
  t.equal(await arnWith(viewers), `${assumed}/viewers/CognitoIdentityCredentials`)
  const CustomRoleArn = 'arn:aws:iam::123456789012:role/owners'
  for (const identified of [input, await identityOf(bob)]) {
    refused(
      t,
      await identity('GetCredentialsForIdentity', { ...identified, CustomRoleArn }),
      'NotAuthorizedException',
      `The token does not have the role ${CustomRoleArn}: it is of none of the user's groups.`,
    )
  }
})

t.test('an identity is for its own user', async t => {
  const [one, other] = [await identityOf(alice), await identityOf(bob)]
  const unknown = 'eu-central-1:00000000-0000-4000-8000-000000000000'
  for (const operation of ['GetCredentialsForIdentity', 'GetOpenIdToken']) {
    refused(
      t,
      await identity(operation, { ...one, Logins: other.Logins }),
      'NotAuthorizedException',
      "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    )
    refused(
      t,
      await identity(operation, { IdentityId: one.IdentityId }),
      'NotAuthorizedException',
      `Access to Identity '${one.IdentityId}' is forbidden.`,
    )
    refused(
      t,
      await identity(operation, { ...one, IdentityId: unknown }),
      'ResourceNotFoundException',
      `Identity '${unknown}' not found.`,
    )
    const { AccessToken } = await tokensOf(pool)
    refused(
      t,
      await identity(operation, { ...one, Logins: { [provider]: AccessToken } }),
      'NotAuthorizedException',
      'Invalid login token. Missing a required claim: aud',
    )
  }
})

t.test('the basic flow: a token of the identity pool, for STS', async t => {
  const input = await identityOf(alice)
  const { body } = await identity('GetOpenIdToken', input)
  t.same(Object.keys(body), ['IdentityId', 'Token'])
  t.same(claimsOf(body.Token), {
    sub: input.IdentityId,
    aud: pool.identityPoolId,
    amr: ['authenticated', provider, `${provider}:CognitoSignIn:${pool.user(alice.USERNAME).sub}`],
    iss: 'https://cognito-identity.amazonaws.com',
    exp: clock.seconds + 600,
    iat: clock.seconds,
  })
  const answer = await sts(pool, {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: viewers,
    RoleSessionName: 'basic',
    WebIdentityToken: body.Token,
  })
  t.match(answer.text, {
    SubjectFromWebIdentityToken: input.IdentityId,
    Audience: pool.identityPoolId,
    Arn: 'arn:aws:sts::123456789012:assumed-role/viewers/basic',
    Provider: 'cognito-identity.amazonaws.com',
  })
})
