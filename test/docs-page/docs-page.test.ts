import t from 'tap'
import { withoutPreflight } from '../../src/docs-page/without-preflight.ts'
import { startApi } from '../support/api.ts'
import { answerOf, type ProblemMembers, problemAnswer, requestId } from '../support/api-answers.ts'

const domain = 'https://orders.auth.eu-central-1.amazoncognito.com'

const policy = (connect: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')

// The page is for people and no part of the contract, so nothing is held against that here.

t.test('the page admits its own scripts, and speaks to API and user pool only', async t => {
  const { app } = await startApi(t, { userPoolDomain: domain })
  for (const url of ['/docs', '/docs/', '/docs/static/swagger-ui.css']) {
    const { statusCode, headers } = await app.inject({ url })
    t.equal(statusCode, 200)
    t.match(headers, {
      'content-security-policy': policy(`'self' ${domain}`),
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
  }
})

t.test('the page that the sign-in comes back to keeps hold of the one that opened it', async t => {
  const { app } = await startApi(t)
  const { statusCode, headers } = await app.inject({
    url: '/docs/static/oauth2-redirect.html?code=1',
  })
  t.equal(statusCode, 200)
  t.equal(headers['cross-origin-opener-policy'], 'unsafe-none')
})

t.test('it can only be read', async t => {
  const { app } = await startApi(t)
  for (const url of ['/docs', '/docs/']) {
    const { statusCode, headers, body } = await app.inject({ method: 'POST', url })
    t.equal(statusCode, 405)
    t.equal(headers.allow, 'GET, HEAD')
    t.equal(headers['content-type'], 'application/problem+json; charset=utf-8')
    t.strictSame(JSON.parse(body), {
      type: 'https://api.example.com/problems#method_not_allowed',
      title: 'Method Not Allowed',
      status: 405,
      detail: 'This address does not know the method.',
      code: 'method_not_allowed',
      requestId: headers['x-request-id'],
    })
  }
})

t.test('mistakes about its files are answered as mistakes', async t => {
  const { app } = await startApi(t, { userPoolDomain: domain })
  const file = '/docs/static/swagger-ui.css'
  const nothing = {
    status: 404,
    code: 'not_found',
    detail: 'There is nothing at this address.',
  }
  const changed = {
    status: 412,
    code: 'precondition_failed',
    detail: 'What is at this address is not what the request makes a condition.',
  }
  const noRange = {
    status: 416,
    code: 'range_not_satisfiable',
    detail: 'The file has no such range.',
  }
  const cases: [problem: ProblemMembers, url: string, headers?: Record<string, string>][] = [
    [nothing, '/docs/static/nothing.css'],
    [nothing, '/docs/static/%00'],
    [nothing, '/docs/static/%5c..'],
    [changed, file, { 'if-match': '"x"' }],
    [changed, file, { 'if-unmodified-since': new Date(0).toUTCString() }],
    [noRange, file, { range: 'bytes=99999999-' }],
  ]
  const pageHeaders = {
    'content-security-policy': policy(`'self' ${domain}`),
    'cross-origin-opener-policy': 'same-origin-allow-popups',
  }
  for (const [problem, url, headers = {}] of cases) {
    const reply = await app.inject({ url, headers: { ...headers, 'x-request-id': requestId } })
    t.strictSame(answerOf(reply), problemAnswer({ ...problem, headers: pageHeaders }), url)
  }
})

t.test('other answers of the API stay closed', async t => {
  const { app } = await startApi(t)
  const { headers } = await app.inject({ url: '/openapi.json' })
  t.equal(headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'")
})

t.test('Authorize is filled in where the app client is known', async t => {
  const initializer = async (docsClientId?: string) => {
    const { app } = await startApi(t, { docsClientId })
    return (await app.inject({ url: '/docs/static/swagger-initializer.js' })).body
  }
  const scopes = '"scopes":["orders/order.read","orders/order.write","orders/revocation.write"]'
  const rest = `${scopes},"usePkceWithAuthorizationCodeGrant":true`
  t.match(await initializer('docs1'), `ui.initOAuth({"clientId":"docs1",${rest}})`)
  t.match(await initializer(), `ui.initOAuth({${rest}})`)
})

t.test('without an address of the user pool the page takes a token by hand', async t => {
  const { app } = await startApi(t, { userPoolDomain: undefined })
  const { headers } = await app.inject({ url: '/docs' })
  t.equal(headers['content-security-policy'], policy("'self'"))
})

t.test('only the token request goes without the header that would need a preflight', t => {
  const headersTo = (url: string) => {
    const request = { url, headers: { 'X-Requested-With': 'XMLHttpRequest', Accept: '*/*' } }
    t.equal(withoutPreflight(request), request)
    return request.headers
  }
  t.strictSame(headersTo(`${domain}/oauth2/token`), { Accept: '*/*' })
  t.strictSame(headersTo('https://api.example.com/orders'), {
    'X-Requested-With': 'XMLHttpRequest',
    Accept: '*/*',
  })
  t.end()
})
