import { decodeJwt } from 'jose'
import t from 'tap'
import { newFolder } from '../../support/folder.ts'
import { freePort } from '../../support/free-port.ts'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, isPage, page } from '../browser.ts'
import {
  alice,
  bob,
  callback,
  requestPath,
  requestTokens,
  signIn,
  testClock,
} from '../oauth/relying-party.ts'

const clock = testClock()
const dataFolder = newFolder()
const pool = await createUserPool({ clock: clock.read, dataFolder })
t.teardown(pool.close)
const sessionCookie = `user-pool-session-${pool.userPoolId}`

async function signedIn() {
  const browser = createTestBrowser(pool.origin)
  await signIn(pool, {}, { browser })
  return browser
}

t.test('the cookie is the pool’s own, for an hour, and out of reach of scripts', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool)))
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(form.html) ?? []
  const response = await browser.fetchOnce(`${pool.origin}${requestPath(pool, {}, '/login')}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...alice, _csrf: token }).toString(),
  })
  const [cookie = ''] = response.headers.getSetCookie()
  const [value, ...attributes] = cookie.split('; ')
  t.match(value, new RegExp(`^${sessionCookie}=[0-9a-f-]{36}$`))
  t.strictSame(attributes, ['Max-Age=3600', 'Path=/', 'HttpOnly', 'SameSite=Lax'])
})

t.test('over https it is for https only', async t => {
  const port = await freePort()
  const secure = await createUserPool({ port, origin: 'https://pool.example' })
  t.teardown(secure.close)
  const response = await fetch(`http://localhost:${port}${requestPath(secure, {}, '/login')}`)
  t.match(response.headers.get('set-cookie'), /; Secure; /)
})

t.test('while it lasts, any client of the pool gets a code at once', async t => {
  const browser = await signedIn()
  const docs = pool.client('docs')
  for (const path of ['/oauth2/authorize', '/login']) {
    const url = departure(await browser.open(requestPath(pool, { state: 'x' }, path)))
    t.ok(url.searchParams.has('code'))
    const [address = ''] = docs.callbackUrls
    const other = requestPath(pool, { client_id: docs.id, redirect_uri: address }, path)
    t.ok(departure(await browser.open(other)).href.startsWith(`${address}?code=`))
  }
})

t.test('an hour, which use does not prolong', async t => {
  const browser = await signedIn()
  clock.forward(3599)
  t.notOk(isPage(await browser.open(requestPath(pool))))
  clock.forward(1)
  t.ok(isPage(await browser.open(requestPath(pool))))
})

t.test('prompt=none answers from the session, auth_time is that of the sign-in', async t => {
  const browser = await signedIn()
  const signedInAt = clock.seconds
  clock.forward(60)
  const url = departure(await browser.open(requestPath(pool, { prompt: 'none' })))
  const { body } = await requestTokens(pool, {
    grant_type: 'authorization_code',
    code: url.searchParams.get('code') ?? '',
    redirect_uri: callback,
  })
  t.match(decodeJwt(String(body.access_token)), { auth_time: signedInAt, iat: signedInAt + 60 })
})

t.test('prompt=login asks for the password again, and begins another session', async t => {
  const browser = await signedIn()
  const before = browser.cookies.get(sessionCookie)
  const form = page(await browser.open(requestPath(pool, { prompt: 'login' })))
  clock.forward(10)
  const url = departure(await browser.submit(form, bob))
  const { body } = await requestTokens(pool, {
    grant_type: 'authorization_code',
    code: url.searchParams.get('code') ?? '',
    redirect_uri: callback,
  })
  t.match(decodeJwt(String(body.access_token)), {
    sub: pool.user('bob@example.com').sub,
    auth_time: clock.seconds,
  })
  t.not(browser.cookies.get(sessionCookie), before)
})

t.test('an id that was known before the sign-in is worth nothing after it', async t => {
  const browser = createTestBrowser(pool.origin)
  browser.cookies.set(sessionCookie, 'planted')
  const form = page(await browser.open(requestPath(pool)))
  await browser.submit(form, alice)
  t.not(browser.cookies.get(sessionCookie), 'planted')
  const attacker = createTestBrowser(pool.origin)
  attacker.cookies.set(sessionCookie, 'planted')
  t.ok(isPage(await attacker.open(requestPath(pool))))
})

t.test('it is forgotten when the pool stops', async t => {
  const browser = await signedIn()
  await pool.close()
  const again = await createUserPool({ clock: clock.read, dataFolder })
  t.teardown(again.close)
  const response = await browser.fetchOnce(`${again.origin}${requestPath(again, {}, '/login')}`)
  t.equal(response.status, 200)
})
