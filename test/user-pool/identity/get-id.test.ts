import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { adminCall, alice, bob, call, refused, succeeded, tokensOf } from '../api/call.ts'
import { testClock } from '../oauth/relying-party.ts'

const clock = testClock()
const pool = await createUserPool({ clock: clock.read })
t.teardown(pool.close)
const { identityPoolId: IdentityPoolId, userPoolId } = pool
const provider = `cognito-idp.eu-central-1.amazonaws.com/${userPoolId}`
const identity = (operation: string, input: object) =>
  call(pool, `AWSCognitoIdentityService.${operation}`, input)
const getId = (token: string, name = provider) =>
  identity('GetId', { IdentityPoolId, Logins: { [name]: token } })

t.test('ids of pool and identities are of the region, and UUIDs', async t => {
  t.match(
    IdentityPoolId,
    /^eu-central-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
  )
  t.equal(pool.describe().identityPoolId, IdentityPoolId)
})

t.test('a user has one identity, by both names of the provider and with every client', async t => {
  const { IdToken } = await tokensOf(pool)
  const { status, body } = await getId(IdToken)
  t.equal(status, 200)
  t.same(Object.keys(body), ['IdentityId'])
  t.match(body.IdentityId, /^eu-central-1:[0-9a-f-]{36}$/)
  const local = pool.issuer.replace('http://', '')
  succeeded(t, await getId(IdToken, local), body)
  succeeded(t, await getId(await pool.idToken({ user: alice.USERNAME, clientId: 'web' })), body)
  const other = await getId((await tokensOf(pool, bob)).IdToken)
  t.not(other.body.IdentityId, body.IdentityId)
})

t.test('identities are stable per install', async t => {
  const dataFolder = t.testdir()
  const ids = new Set<string>()
  for (let start = 0; start < 2; start += 1) {
    const install = await createUserPool({ dataFolder })
    const { IdToken } = await tokensOf(install)
    const { body } = await call(install, 'AWSCognitoIdentityService.GetId', {
      IdentityPoolId: install.identityPoolId,
      Logins: { [`cognito-idp.eu-central-1.amazonaws.com/${install.userPoolId}`]: IdToken },
    })
    ids.add(`${install.identityPoolId} ${body.IdentityId}`)
    await install.close()
  }
  t.equal(ids.size, 1)
})

t.test('tokens that do not say who somebody is', async t => {
  const { IdToken, AccessToken } = await tokensOf(pool)
  const invalid = async (token: string, reason: string) =>
    refused(t, await getId(token), 'NotAuthorizedException', `Invalid login token. ${reason}`)
  await invalid(AccessToken, 'Missing a required claim: aud')
  const bound = await pool.accessToken({ claims: { aud: 'https://api.example.com' } })
  await invalid(bound, 'Not a valid OpenId Connect identity token.')
  await invalid('x', 'Not a valid OpenId Connect identity token.')
  await invalid(await pool.idToken({ clientId: 'of-nobody' }), 'Incorrect token audience.')
  const other = await createUserPool({ clock: clock.read })
  t.teardown(other.close)
  await invalid(await other.idToken(), "Issuer doesn't match providerName")
  const forged = await other.idToken({ claims: { iss: pool.issuer } })
  await invalid(forged, "Couldn't verify signed token.")
  const [header = '', payload = ''] = IdToken.split('.')
  await invalid(`${header}.${payload}.`, "Couldn't verify signed token.")
  await invalid(await pool.idToken({ expiresIn: 0 }), 'Token expired.')
})

t.test('a token is no longer good when its sign-in or its user is not', async t => {
  const revoked = [
    'NotAuthorizedException',
    'Invalid login token. Token has been revoked.',
  ] as const
  const first = await tokensOf(pool, bob)
  await call(pool, 'GlobalSignOut', { AccessToken: first.AccessToken })
  refused(t, await getId(first.IdToken), ...revoked)
  const token = await pool.idToken({ user: bob.USERNAME })
  await adminCall(pool, 'AdminDisableUser', { Username: bob.USERNAME })
  refused(t, await getId(token), ...revoked)
  await adminCall(pool, 'AdminDeleteUser', { Username: bob.USERNAME })
  refused(t, await getId(token), ...revoked)
})

t.test('other pools, other providers, and no login at all', async t => {
  const { IdToken } = await tokensOf(pool)
  const elsewhere = 'eu-central-1:00000000-0000-4000-8000-000000000000'
  refused(
    t,
    await identity('GetId', { IdentityPoolId: elsewhere, Logins: { [provider]: IdToken } }),
    'ResourceNotFoundException',
    `IdentityPool '${elsewhere}' not found.`,
  )
  for (const name of ['accounts.google.com', `https://${provider}`, `${provider}x`]) {
    refused(
      t,
      await getId(IdToken, name),
      'NotAuthorizedException',
      'Token is not from a supported provider of this identity pool.',
    )
  }
  for (const input of [{ IdentityPoolId }, { IdentityPoolId, Logins: {} }]) {
    refused(
      t,
      await identity('GetId', input),
      'NotAuthorizedException',
      'Unauthenticated access is not supported for this identity pool.',
    )
  }
})
