import t from 'tap'
import { freePort } from '../support/free-port.ts'
import { createUserPool } from '../support/user-pool.ts'
import { bundleAmplify } from './amplify-bundle.ts'
import { startApp } from './app.ts'
import { testInTab } from './chromium.ts'
import { startTlsFront } from './tls-front.ts'

// Amplify takes any endpoint, but puts https before the domain of its redirect sign-in.

const page =
  '<!doctype html><html lang="en"><title>SPA</title><link rel="icon" href="data:,"><script src="/amplify.js"></script><script src="/app.js"></script>'
const answers: Record<string, { type: string; body: string }> = {
  '/': { type: 'text/html', body: page },
  '/callback': { type: 'text/html', body: page },
  '/signed-out': { type: 'text/html', body: page },
  '/amplify.js': { type: 'text/javascript', body: await bundleAmplify() },
}
const app = await startApp(answers)
const port = await freePort()
const origin = await startTlsFront(port)
const pool = await createUserPool({
  port,
  origin,
  clients: [
    {
      name: 'spa',
      flows: ['code', 'USER_SRP_AUTH', 'refresh_token'],
      callbackUrls: [`${app.origin}/callback`],
      signOutUrls: [`${app.origin}/signed-out`],
    },
  ],
})
t.teardown(pool.close)
const settings = {
  Auth: {
    Cognito: {
      userPoolId: pool.userPoolId,
      userPoolClientId: pool.client('spa').id,
      userPoolEndpoint: origin,
      identityPoolId: pool.identityPoolId,
      identityPoolEndpoint: origin,
      loginWith: {
        oauth: {
          domain: new URL(origin).host,
          scopes: ['openid', 'email', 'aws.cognito.signin.user.admin', 'orders/order.read'],
          redirectSignIn: [`${app.origin}/callback`],
          redirectSignOut: [`${app.origin}/signed-out`],
          responseType: 'code',
        },
      },
    },
  },
}
answers['/app.js'] = {
  type: 'text/javascript',
  body: `amplify.configure(${JSON.stringify(settings)})`,
}

const options = { ignoreHTTPSErrors: true }
const username = 'alice@example.com'
const { sub } = pool.user(username)

interface Session {
  readonly access: Record<string, unknown>
  readonly id: Record<string, unknown>
  readonly accessKeyId: string
  readonly identityId: string
}

const session = (forceRefresh = false) => `
  amplify.fetchAuthSession({ forceRefresh: ${forceRefresh} }).then(session => ({
    access: session.tokens.accessToken.payload,
    id: session.tokens.idToken.payload,
    accessKeyId: session.credentials.accessKeyId,
    identityId: session.identityId,
  }))`

testInTab(
  'SRP sign-in, AWS credentials, refresh, new password, sign-out',
  options,
  async (t, tab) => {
    const signIn = (password: string) =>
      tab.evaluate(
        `amplify.signIn(${JSON.stringify({ username, password })}).catch(error => String(error))`,
      )
    await tab.goto(app.origin)
    t.equal(await signIn('wrong'), 'NotAuthorizedException: Incorrect username or password.')
    t.strictSame(await signIn('alice-password'), {
      isSignedIn: true,
      nextStep: { signInStep: 'DONE' },
    })
    const first = await tab.evaluate<Session>(session())
    t.equal(first.access.scope, 'aws.cognito.signin.user.admin')
    t.match(first.id, { sub, email: username, 'cognito:groups': ['admin'] })
    t.match(first.accessKeyId, /^ASIALOCAL/)
    t.match(first.identityId, /^eu-central-1:/)
    const second = await tab.evaluate<Session>(session(true))
    t.not(second.access.jti, first.access.jti)
    t.equal(second.access.origin_jti, first.access.origin_jti)
    t.equal(second.identityId, first.identityId)

    const change = { oldPassword: 'alice-password', newPassword: 'another password' }
    await tab.evaluate(`amplify.updatePassword(${JSON.stringify(change)})`)
    t.match(await tab.evaluate('amplify.fetchUserAttributes()'), { sub, email: username })
    await tab.evaluate('amplify.signOut()')
    t.equal(
      await signIn('alice-password'),
      'NotAuthorizedException: Incorrect username or password.',
    )
    t.match(await signIn('another password'), { isSignedIn: true })
    await tab.evaluate('amplify.signOut({ global: true })')
  },
)

testInTab('redirect sign-in at the hosted pages, and sign-out there', options, async (t, tab) => {
  await tab.goto(app.origin)
  await tab.evaluate('void amplify.signInWithRedirect()')
  await tab.waitForURL(`${origin}/login?**`)
  await tab.getByRole('button', { name: 'bob@example.com' }).click()
  await tab.waitForURL(`${app.origin}/callback**`)
  await tab.waitForFunction('amplify.getCurrentUser().then(() => true, () => false)')
  const { access, id, accessKeyId } = await tab.evaluate<Session>(session())
  t.match(String(access.scope), /orders\/order\.read/)
  t.equal(id.email, 'bob@example.com')
  t.match(accessKeyId, /^ASIALOCAL/)
  await tab.evaluate('void amplify.signOut()')
  await tab.waitForURL(`${app.origin}/signed-out**`)
  t.match(
    await tab.evaluate('amplify.getCurrentUser().catch(error => error.name)'),
    /UserUnAuthenticated/,
  )
})
