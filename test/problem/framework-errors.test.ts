import t from 'tap'
import { startApi } from '../support/api.ts'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'

const noStore = { 'cache-control': 'no-store' }
const malformed = {
  status: 400,
  code: 'malformed_request',
  detail: 'The request or its JSON body is malformed.',
}
const malformedBody = problemAnswer({ ...malformed, headers: noStore })

t.test('bodies that Fastify refuses', async t => {
  const api = await startApi(t)
  const { authorization } = await api.bearer()
  const post = async (payload: string, contentType = 'application/json') => {
    const headers = { authorization, 'x-request-id': requestId, 'content-type': contentType }
    return answerOf(await api.send({ method: 'POST', url: '/orders', headers, payload }))
  }

  const bodies = {
    'JSON cut off': '{"currency":"EUR"',
    'not JSON': 'currency=EUR',
    'two values': '{}{}',
    'a comment': '{/* nothing */}',
    'nothing at all': '',
    '__proto__ at the top': '{"__proto__":{"isAdmin":true},"currency":"EUR","items":[]}',
    '__proto__ further down': '{"currency":"EUR","items":[{"__proto__":{"sku":"x"}}]}',
    '__proto__ in disguise': '{"\\u005f_proto__":{"isAdmin":true}}',
    'constructor.prototype': '{"constructor":{"prototype":{"isAdmin":true}}}',
  }
  for (const [name, body] of Object.entries(bodies)) {
    t.test(name, async t => t.strictSame(await post(body), malformedBody))
  }

  t.test('a byte order mark is passed over', async t =>
    t.equal((await post('\uFEFF{}')).body.code, 'validation_failed'),
  )

  const raw = async (payload: Buffer, more: Record<string, string>) => {
    const type = { 'content-type': 'application/json; charset=iso-8859-1' }
    const headers = { authorization, 'x-request-id': requestId, ...type, ...more }
    return answerOf(await api.send({ method: 'POST', url: '/orders', headers, payload }))
  }

  t.test('RFC 8259 section 8.1: not UTF-8', async t => {
    const detail = 'The body is not in UTF-8.'
    const answer = problemAnswer({ ...malformed, detail, headers: noStore })
    t.strictSame(await raw(Buffer.from('{"note":"Müller"}', 'latin1'), {}), answer)
    const utf8 = await raw(Buffer.from('{"note":"Müller"}'), { 'content-encoding': 'Identity' })
    t.equal(utf8.body.code, 'validation_failed', 'which a charset parameter does not change')
  })

  t.test('RFC 9110 section 8.4: an encoded body', async t => {
    const answer = problemAnswer({
      status: 415,
      code: 'unsupported_media_type',
      detail: 'Send the body without Content-Encoding.',
      headers: { ...noStore, 'accept-encoding': 'identity' },
    })
    for (const coding of ['gzip', 'br', 'identity, gzip']) {
      t.strictSame(await raw(Buffer.from('{}'), { 'content-encoding': coding }), answer)
    }
  })

  const unsupported = problemAnswer({
    status: 415,
    code: 'unsupported_media_type',
    detail: 'Send the body as application/json.',
    headers: noStore,
  })
  for (const type of [
    'text/plain',
    'text/xml',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'x',
  ]) {
    t.test(`Content-Type: ${type}`, async t => t.strictSame(await post('{}', type), unsupported))
  }

  t.test('no Content-Type', async t => {
    const headers = { authorization, 'x-request-id': requestId }
    const payload = Buffer.from('{}')
    const reply = await api.send({ method: 'POST', url: '/orders', headers, payload })
    t.strictSame(answerOf(reply), unsupported)
  })

  const tooLarge = problemAnswer({
    status: 413,
    code: 'body_too_large',
    detail: 'The body is larger than 64 KiB.',
    headers: noStore,
  })
  t.test('64 KiB are read, one byte more is not', async t => {
    const body = JSON.stringify({ currency: 'EUR', items: [] })
    t.equal((await post(body.padEnd(64 * 1024))).body.code, 'validation_failed')
    t.strictSame(await post(body.padEnd(64 * 1024 + 1)), tooLarge)
  })
})

t.test('addresses that the router refuses', async t => {
  const api = await startApi(t)
  const headers = { 'x-request-id': requestId }

  for (const url of ['/%', '/%zz', '/orders/%E0%A4%A', '/orders/%C3%28?a=b']) {
    t.test(url, async t => {
      const reply = await api.send({ url, headers })
      t.strictSame(answerOf(reply), problemAnswer(malformed))
      t.notMatch(reply.body, url)
    })
  }

  t.test('a parameter of more than 100 characters', async t => {
    const reply = await api.send({ url: `/orders/${'a'.repeat(101)}`, headers })
    const tooLong = { status: 414, code: 'uri_too_long', detail: 'The address is too long.' }
    t.strictSame(answerOf(reply), problemAnswer(tooLong))
  })
})
