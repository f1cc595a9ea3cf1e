import { request } from 'node:http'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { createTestBrowser, departure, page } from '../browser.ts'
import { alice, callback, requestPath, requestTokens } from '../oauth/relying-party.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const { id } = pool.client('web')
const { hostname, port, host } = new URL(pool.origin)
const breaks = 'a\r\nSet-Cookie: evil=1\r\n\r\n<script>'

/** A request with its target and headers as they are, which `fetch` would not send. */
function send(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number; location: string | undefined; cookies: string[] }>(
    (resolve, reject) => {
      const sent = request({ hostname, port, path, headers, agent: false }, answer => {
        answer.resume()
        const { location, 'set-cookie': cookies = [] } = answer.headers
        resolve({ status: answer.statusCode as number, location, cookies })
      })
      sent.on('error', reject)
      sent.end()
    },
  )
}

t.test('line breaks in parameters never become headers', async t => {
  const hostile = { state: breaks, nonce: breaks, login_hint: breaks, lang: breaks }
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, hostile)))
  t.strictSame([...browser.cookies.keys()], [`user-pool-csrf-${pool.userPoolId}`])
  t.equal(departure(await browser.submit(form, alice)).searchParams.get('state'), breaks)
  for (const parameters of [
    { ...hostile, scope: breaks },
    { ...hostile, redirect_uri: `${callback}${breaks}` },
    { ...hostile, client_id: breaks },
  ]) {
    const { status, location, cookies } = await send(requestPath(pool, parameters))
    t.equal(status, 302)
    t.match(location, '%0D%0ASet-Cookie%3A')
    t.strictSame(cookies, [])
  }
  const { status, location } = await send(`/logout?client_id=${id}&logout_uri=x%0d%0aEvil:1`)
  t.equal(status, 302)
  t.equal(
    location,
    `${pool.origin}/error?error=logout_mismatch&client_id=${id}&logout_uri=x%0D%0AEvil%3A1`,
  )
})

t.test('where the browser is sent does not depend on who says what the host is', async t => {
  const path = requestPath(pool)
  const expected = `${pool.origin}${path.replace('/oauth2/authorize', '/login')}`
  for (const headers of [
    { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example;proto=https' },
    { referer: 'https://evil.example/' },
    { host: `127.0.0.1:${port}` },
  ]) {
    t.equal((await send(path, headers)).location, expected)
  }
  t.equal((await send(`http://evil.example${path}`, { host })).location, expected)
  t.equal((await send(`//evil.example${path}`)).status, 404)
  t.equal((await send(`/.//evil.example${path}`)).status, 404)
})

t.test('names that objects have of themselves are parameters like others', async t => {
  const more = '&__proto__=1&constructor=2&toString=3&hasOwnProperty=4'
  t.equal((await send(`${requestPath(pool, {}, '/login')}${more}`)).status, 200)
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const { location } = await send(requestPath(pool, { scope: name }))
    t.equal(location, `${callback}?error_description=invalid_scope&error=invalid_request`)
    t.match((await send(`/login?client_id=${name}`)).location, 'error=unknown_client')
    t.match((await send(`/login?${name}=x`)).location, 'error=missing_client_id')
    const { body } = await requestTokens(pool, { grant_type: name, [name]: 'x' })
    t.strictSame(body, { error: 'unsupported_grant_type' })
  }
})

t.test('parameters as long as a request may be', async t => {
  const state = 'x'.repeat(15_000)
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, { state }, '/login')))
  t.equal(departure(await browser.submit(form, alice)).searchParams.get('state'), state)
  t.equal((await send(requestPath(pool, { state: 'x'.repeat(20_000) }))).status, 431)
  t.match(
    (await send(`${requestPath(pool)}${'&a=1'.repeat(3000)}`)).location,
    `${callback}?error=invalid_request`,
  )
})

t.test('the error page shows as much of them as helps', async t => {
  const browser = createTestBrowser(pool.origin)
  for (const parameter of ['redirect_uri', 'scope', 'logout_uri']) {
    const error = { redirect_uri: 'redirect_mismatch', scope: 'invalid_scope' }[parameter]
    const path = `/error?error=${error ?? 'logout_mismatch'}&client_id=${id}&${parameter}=`
    const { html } = page(await browser.open(`${path}${"'".repeat(4000)}`))
    t.match(html, '&#39;'.repeat(2000))
    t.notMatch(html, '&#39;'.repeat(2001))
    t.ok(Buffer.byteLength(html) < 50_000)
  }
})

t.test('broken percent signs are text', async t => {
  t.equal((await send(`${requestPath(pool, {}, '/login')}&state=%zz%`)).status, 200)
  t.equal(
    (await send(`${requestPath(pool, { prompt: 'none' })}&state=%zz%`)).location,
    `${callback}?state=%25zz%25&error=login_required`,
  )
})

t.test('fields as long as a form may be', async t => {
  const browser = createTestBrowser(pool.origin)
  const form = page(await browser.open(requestPath(pool, {}, '/login')))
  for (const values of [
    { username: 'u'.repeat(60_000), password: 'x' },
    { username: alice.username, password: 'x'.repeat(60_000) },
  ]) {
    t.equal(page(await browser.submit(form, values)).status, 400)
  }
})
