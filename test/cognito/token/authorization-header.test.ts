import t from 'tap'
import {
  invalidToken,
  letIn,
  malformedHeader,
  missingToken,
} from '../../support/cognito-answers.ts'
import { getAny, rawHttp, requestFor } from '../../support/cognito-raw-http.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const service = await startService(t, pool)
const { app } = service
const send = await rawHttp(app)
const token = await pool.accessToken()

t.test('the scheme is read in any case, white space around the value does not count', async t => {
  for (const line of [
    `Authorization: Bearer ${token}`,
    `authorization: bearer ${token}`,
    `AUTHORIZATION: BEARER ${token}`,
    `aUthorization: bEaReR ${token}`,
    `Authorization:Bearer ${token}`,
    `Authorization: \t Bearer ${token} \t `,
  ]) {
    t.strictSame(await send(getAny(line)), [letIn], line)
  }
})

t.test('malformed: 400 invalid_request', async t => {
  const headers: string[][] = [
    [`Authorization: Bearer  ${token}`],
    [`Authorization: Bearer   ${token}`],
    [`Authorization: Bearer\t${token}`],
    [`Authorization: Bearer \t${token}`],
    [`Authorization: Bearer ${token} ${token}`],
    [`Authorization: Bearer ${token}\tx`],
    [`Authorization: Bearer Bearer ${token}`],
    [`Authorization: Bearer ${token},`],
    [`Authorization: Bearer ,${token}`],
    [`Authorization: Bearer ${token},${token}`],
    [`Authorization: Bearer ${token}, Bearer ${token}`],
    [`Authorization: Bearer ${token}, Basic dXNlcjpwYXNz`],
    [`Authorization: Bearer ${token} realm="orders"`],
    [`Authorization: Bearer [object Object]`],
    ['Authorization: Bearer ,'],
    ['Authorization: Bearer'],
    ['Authorization: Bearer '],
    ['Authorization: bearer'],
    ['Authorization: Basic'],
    ['Authorization:'],
    ['Authorization:  '],
    [`Authorization: ${token}`],
    [`Authorization: Bearer${token}`],
    [`Authorization: Bearer=${token}`],
    [`Authorization: Bearer ${token}`, `Authorization: Bearer ${token}`],
    [`Authorization: Bearer ${token}`, `authorization: bearer ${token}`],
    [`Authorization: Bearer ${token}`, 'X-Between: 1', 'AUTHORIZATION: Basic dXNlcjpwYXNz'],
    ['Authorization: Basic dXNlcjpwYXNz', `Authorization: Bearer ${token}`],
    ['Authorization: Basic dXNlcjpwYXNz', 'Authorization: Basic dXNlcjpwYXNz'],
    [`Authorization: Bearer ${token}`, 'Authorization:'],
    ['Authorization:', `Authorization: Bearer ${token}`],
    ['Authorization:', 'Authorization:'],
  ]
  for (const lines of headers) {
    t.strictSame(await send(getAny(...lines)), [malformedHeader], lines.join(' | '))
    t.equal(service.reason(), 'malformed_header')
  }
})

t.test('more fields than Node keeps: a second Authorization may be passed over', async t => {
  const fields = (count: number) => Array.from({ length: count }, () => 'a:')
  const good = `Authorization: Bearer ${token}`

  async function refused(...lines: string[]) {
    const answers = await send(getAny(...lines))
    // Newer versions of Node refuse them themselves.
    if (answers[0]?.status === 431) return
    t.strictSame(answers, [malformedHeader], `${lines.length}`)
    t.equal(service.reason(), 'malformed_header')
  }

  for (const count of [999, 1_500, 2_500]) {
    await refused(good, ...fields(count), 'Authorization: Bearer other')
    await refused(...fields(count), good)
  }
  t.strictSame(await send(getAny(good, ...fields(900))), [letIn])
  t.teardown(() => {
    app.server.maxHeadersCount = null
  })
  app.server.maxHeadersCount = 4
  t.strictSame(await send(getAny(good)), [letIn])
  await refused(good, 'a:', 'b:')
  app.server.maxHeadersCount = 0
  t.strictSame(await send(getAny(good, ...fields(2_500))), [letIn])
  t.strictSame(await send(getAny(good, ...fields(2_500), good)), [malformedHeader])
})

t.test('no credentials of this scheme: 401 without an error code', async t => {
  const form = `access_token=${token}`
  const requests = [
    getAny(),
    getAny('Authorization: Basic dXNlcjpwYXNz'),
    getAny(`Authorization: DPoP ${token}`),
    getAny(`Authorization: JWT ${token}`),
    getAny(`Authorization: Token ${token}`),
    getAny(`Authorization: Bearer: ${token}`),
    getAny(`Authorization: "Bearer" ${token}`),
    getAny(`Authorization: XBearer ${token}`),
    getAny(`Authorization: Bearers ${token}`),
    getAny(`Authorization: Beare ${token}`),
    getAny(`Authorization: Bearer\u00a0x ${token}`),
    getAny('Authorization: Digest username="a", realm="b"'),
    getAny(`Authorization: Basic dXNlcjpwYXNz, Bearer ${token}`),
    getAny(`Proxy-Authorization: Bearer ${token}`),
    getAny(`X-Authorization: Bearer ${token}`),
    getAny(`X-Amzn-Oidc-Accesstoken: ${token}`),
    getAny(`X-Access-Token: ${token}`),
    getAny(`Authorizations: Bearer ${token}`),
    getAny(`Cookie: access_token=${token}; token=${token}; Authorization=Bearer ${token}`),
    requestFor(`GET /any?access_token=${token}`),
    requestFor(`GET /any?authorization=Bearer%20${token}`),
    requestFor(`GET http://user:pass@localhost/any?access_token=${token}`),
    `${requestFor('GET /any', 'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${form.length}`)}${form}`,
  ]
  for (const request of requests) {
    t.strictSame(await send(request), [missingToken], request)
    t.equal(service.reason(), 'missing_token')
  }
})

t.test('a credential that can be no token: 401 invalid_token', async t => {
  for (const credential of [
    'null',
    'undefined',
    'x',
    '.',
    '..',
    '=',
    'é',
    `${token}é`,
    `é${token}`,
    `\u00a0${token}`,
    `${token}\u0080`,
    `${token}ÿ`,
    `"${token}"`,
    `<${token}>`,
    `{${token}}`,
    `${token};`,
    `${token}=`,
    `${token}%20`,
    `%42${token}`,
    `'${token}'`,
    `${token}'--`,
    `access_token=${token}`,
    `token="${token}"`,
  ]) {
    t.strictSame(
      await send(getAny(`Authorization: Bearer ${credential}`)),
      [invalidToken],
      credential,
    )
    t.equal(service.reason(), 'malformed_token')
  }
})

t.test('what is no HTTP never comes to a decision', async t => {
  const before = service.decisions.length
  const refused = {
    status: 400,
    headers: { 'content-type': 'application/json' },
    body: { error: 'Bad Request', message: 'Client Error', statusCode: 400 },
  }
  for (const request of [
    getAny(`Authorization : Bearer ${token}`),
    getAny(`Authorization: Bearer ${token}\u0000`),
    getAny(`Authorization: Bearer \u0000${token}`),
    getAny(`Authorization: Bearer ${token}\u0001`),
    getAny(`Authorization: Bearer\r\n ${token}`),
    getAny(`Authori\u0000zation: Bearer ${token}`),
    getAny(`X: y\nAuthorization: Bearer ${token}`),
    getAny(`X: y\rAuthorization: Bearer ${token}`),
  ]) {
    t.strictSame(await send(request), [refused], JSON.stringify(request))
  }
  const [tooLarge] = await send(getAny(`Authorization: Bearer ${'x'.repeat(17 * 1024)}`))
  t.equal(tooLarge?.status, 431)
  t.equal(service.decisions.length, before)
})

t.test('a token counts for the request that carries it and for no other', async t => {
  const first = `GET /any HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`
  t.strictSame(await send(first + first + getAny()), [letIn, letIn, missingToken])
  const chunked = 'Transfer-Encoding: chunked\r\nTrailer: Authorization'
  const trailer = `0\r\nAuthorization: Bearer ${token}\r\n\r\n`
  t.strictSame(await send(requestFor('GET /any', chunked) + trailer), [missingToken])
})

t.test('a token is at most 8 KiB long', async t => {
  const long = await pool.odd('long')
  t.strictSame(await service.get(long), letIn)
  const longest = long.padEnd(8192, 'A')
  t.strictSame(await send(getAny(`Authorization: Bearer ${longest}`)), [invalidToken])
  t.not(service.reason(), 'token_too_long')
  t.strictSame(await send(getAny(`Authorization: Bearer ${longest}A`)), [invalidToken])
  t.equal(service.reason(), 'token_too_long')
  t.equal(service.decisions.at(-1)?.tokenFingerprint, undefined)
})
