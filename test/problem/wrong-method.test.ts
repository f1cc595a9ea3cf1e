import { METHODS } from 'node:http'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { startApi } from '../support/api.ts'
import { answerOf, problemAnswer, requestId } from '../support/api-answers.ts'

const headers = { 'x-request-id': requestId }
const refusal = (allow: string) =>
  problemAnswer({
    status: 405,
    code: 'method_not_allowed',
    detail: 'This address does not know the method.',
    headers: { allow },
  })

const allowed = {
  '/token-info': 'GET, HEAD',
  '/hello': 'GET, HEAD',
  '/orders': 'GET, HEAD, POST',
  '/orders/019a9f7c-2c5e-7d31-9b1c-6f1d3c2b4a50': 'DELETE, GET, HEAD, PATCH',
  '/livez': 'GET, HEAD',
  '/': 'GET, HEAD',
  '/openapi.yaml': 'GET, HEAD',
  '/.well-known/oauth-protected-resource': 'GET, HEAD',
}

t.test('a method that an address does not know', async t => {
  const api = await startApi(t)
  const { authorization } = await api.bearer()

  for (const [url, allow] of Object.entries(allowed)) {
    // Node never hands a CONNECT on as a request.
    const others = METHODS.filter(name => name !== 'CONNECT' && !allow.split(', ').includes(name))
    t.test(`${url}: every method but ${allow}`, async t => {
      for (const name of others) {
        const method = name as NonNullable<InjectOptions['method']>
        t.strictSame(answerOf(await api.send({ method, url, headers })), refusal(allow), name)
      }
    })
  }

  t.test('is refused before the token is looked at, and before a body is read', async t => {
    for (const token of [authorization, 'Bearer nonsense', 'nonsense']) {
      const reply = await api.send({
        method: 'PUT',
        url: '/orders',
        headers: { ...headers, authorization: token, 'content-type': 'application/json' },
        payload: '{',
      })
      t.strictSame(answerOf(reply), refusal('GET, HEAD, POST'))
    }
  })
})
