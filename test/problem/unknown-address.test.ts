import t from 'tap'
import { startApi } from '../support/api.ts'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'

const notFound = problemAnswer({
  status: 404,
  code: 'not_found',
  detail: 'There is nothing at this address.',
})
const headers = { 'x-request-id': requestId }

t.test('an unknown address', async t => {
  const api = await startApi(t)
  const { authorization } = await api.bearer()

  const urls = ['/nowhere', '/token-info/', '//token-info', '/Token-Info', '/token-info%2F', '/*']
  for (const url of urls) {
    t.test(`GET ${url}, with a good token and without`, async t => {
      t.strictSame(answerOf(await api.send({ url, headers })), notFound)
      const reply = await api.send({ url, headers: { ...headers, authorization } })
      t.strictSame(answerOf(reply), notFound)
    })
  }

  for (const method of [
    'POST',
    'PUT',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
  ] as const) {
    t.test(method, async t => {
      const reply = await api.send({ method: method as 'POST', url: '/nowhere', headers })
      t.strictSame(answerOf(reply), notFound)
    })
  }

  t.test('HEAD has no body', async t => {
    const reply = await api.send({ method: 'HEAD', url: '/nowhere', headers })
    t.strictSame(answerOf(reply), { ...notFound, body: '' })
  })

  t.test('no body is read', async t => {
    for (const payload of ['{', 'a'.repeat(100_000)]) {
      const json = { ...headers, 'content-type': 'application/json' }
      const reply = await api.send({ method: 'POST', url: '/nowhere', headers: json, payload })
      t.strictSame(answerOf(reply), notFound)
    }
  })
})
