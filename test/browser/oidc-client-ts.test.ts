import { readFile } from 'node:fs/promises'
import t from 'tap'
import { createUserPool } from '../support/user-pool.ts'
import { startApp } from './app.ts'
import { testInTab } from './chromium.ts'

// The library and the calls of AWS's own quick start for single-page applications.

const library = await readFile(
  new URL('../browser/oidc-client-ts.min.js', import.meta.resolve('oidc-client-ts')),
  'utf8',
)
const page =
  '<!doctype html><html lang="en"><title>SPA</title><link rel="icon" href="data:,"><script src="/oidc-client-ts.js"></script><script src="/app.js"></script>'
const answers: Record<string, { type: string; body: string }> = {
  '/': { type: 'text/html', body: page },
  '/callback': { type: 'text/html', body: page },
  '/signed-out': { type: 'text/html', body: page },
  '/oidc-client-ts.js': { type: 'text/javascript', body: library },
}
const app = await startApp(answers)
const pool = await createUserPool({
  clients: [
    {
      name: 'spa',
      flows: ['code', 'refresh_token'],
      callbackUrls: [`${app.origin}/callback`],
      signOutUrls: [`${app.origin}/signed-out`],
    },
    {
      name: 'rotating',
      flows: ['code', 'refresh_token'],
      callbackUrls: [`${app.origin}/callback`],
      signOutUrls: [`${app.origin}/signed-out`],
      refreshTokenRotation: { gracePeriodSeconds: 0 },
    },
  ],
})
t.teardown(pool.close)

function settings(client: string) {
  return {
    authority: pool.issuer,
    client_id: pool.client(client).id,
    redirect_uri: `${app.origin}/callback`,
    response_type: 'code',
    scope: 'openid email profile orders/order.read',
    loadUserInfo: true,
  }
}

const user = 'manager.getUser()'
type User = Readonly<Record<string, string>> & { readonly profile: Record<string, unknown> }

for (const [client, isRotated] of [
  ['spa', false],
  ['rotating', true],
] as const) {
  testInTab(`sign in, callback, silent renew, sign out: client ${client}`, {}, async (t, tab) => {
    answers['/app.js'] = {
      type: 'text/javascript',
      body: `const manager = new oidc.UserManager(${JSON.stringify(settings(client))})`,
    }
    const { id } = pool.client(client)
    const { sub } = pool.user('alice@example.com')

    await tab.goto(app.origin)
    await tab.evaluate('void manager.signinRedirect({ state: { back: "/cart" } })')
    await tab.waitForURL(`${pool.origin}/login?**`)
    await tab.getByRole('button', { name: 'alice@example.com' }).click()
    await tab.waitForURL(`${app.origin}/callback?**`)
    const signedIn = await tab.evaluate<User & { state: unknown }>(
      'manager.signinRedirectCallback()',
    )
    t.strictSame(signedIn.state, { back: '/cart' })
    t.equal(signedIn.token_type, 'Bearer')
    const { profile } = signedIn
    t.equal(profile.sub, sub)
    t.equal(profile.username, sub)
    t.equal(profile['cognito:username'], sub)
    t.strictSame(profile['cognito:groups'], ['admin'])

    const renewed = await tab.evaluate<User>('manager.signinSilent()')
    t.equal(renewed.profile.sub, sub)
    t.not(renewed.access_token, signedIn.access_token)
    t.not(renewed.id_token, signedIn.id_token)
    t.equal(renewed.refresh_token !== signedIn.refresh_token, isRotated)
    t.equal((await tab.evaluate<User>(user)).access_token, renewed.access_token)

    await tab.evaluate('manager.revokeTokens(["refresh_token"])')
    const answer = await fetch(pool.userInfoEndpoint, {
      headers: { authorization: `Bearer ${renewed.access_token}` },
    })
    t.equal(answer.status, 401)

    await tab.evaluate('manager.removeUser()')
    const leave = new URLSearchParams({ client_id: id, logout_uri: `${app.origin}/signed-out` })
    await tab.evaluate(`location.href = ${JSON.stringify(`${pool.origin}/logout?${leave}`)}`)
    await tab.waitForURL(`${app.origin}/signed-out`)
    t.equal(await tab.evaluate(user), null)
    await tab.evaluate('void manager.signinRedirect()')
    await tab.waitForURL(`${pool.origin}/login?**`)
  })
}

testInTab('an error at the callback is the reason that the library gives', {}, async (t, tab) => {
  answers['/app.js'] = {
    type: 'text/javascript',
    body: `const manager = new oidc.UserManager(${JSON.stringify({ ...settings('spa'), scope: 'openid order.read' })})`,
  }
  await tab.goto(app.origin)
  await tab.evaluate('void manager.signinRedirect()')
  await tab.waitForURL(`${app.origin}/callback?**`)
  const reason = await tab.evaluate(
    'manager.signinRedirectCallback().catch(({ error, error_description }) => [error, error_description])',
  )
  t.strictSame(reason, ['invalid_request', 'invalid_scope'])
})
