import { createHash } from 'node:crypto'
import t from 'tap'
import { startApi } from '../support/api.ts'
import { answerOf, dataHeaders, requestId } from '../support/api-answers.ts'

const headers = { 'x-request-id': requestId }

t.test('behind https', async t => {
  const api = await startApi(t)
  const { authorization } = await api.bearer()

  t.test('an answer to a caller', async t => {
    const request = { url: '/token-info', headers: { ...headers, authorization } }
    t.strictSame(answerOf(await api.send(request)).headers, {
      ...dataHeaders(requestId),
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    })
  })

  t.test('a refusal', async t => {
    const reply = await api.send({ url: '/token-info', headers })
    t.strictSame(answerOf(reply).headers, {
      ...dataHeaders(requestId),
      'cache-control': 'no-store',
      'content-type': 'application/problem+json; charset=utf-8',
      'www-authenticate':
        'Bearer realm="orders", resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"',
    })
  })

  t.test('the contract', async t => {
    for (const [url, type] of [
      ['/openapi.json', 'application/json; charset=utf-8'],
      ['/openapi.yaml', 'application/yaml'],
    ] as const) {
      const reply = await api.send({ url, headers })
      t.strictSame(answerOf(reply).headers, { ...dataHeaders(requestId), 'content-type': type })
    }
  })

  t.test('a page', async t => {
    for (const url of ['/', '/problems']) {
      const request = { url, headers: { ...headers, accept: 'text/html' } }
      const reply = await api.send(request)
      const style = /<style>(.*)<\/style>/s.exec(reply.body)?.[1] as string
      const hash = createHash('sha256').update(style).digest('base64')
      t.strictSame(answerOf(reply).headers, {
        'content-security-policy': `default-src 'none';style-src 'sha256-${hash}';img-src data:;base-uri 'none';form-action 'none';frame-ancestors 'none'`,
        'content-type': 'text/html; charset=utf-8',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'origin-agent-cluster': '?1',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        vary: 'Accept',
        'x-content-type-options': 'nosniff',
        'x-dns-prefetch-control': 'off',
        'x-download-options': 'noopen',
        'x-frame-options': 'DENY',
        'x-permitted-cross-domain-policies': 'none',
        'x-request-id': requestId,
        'x-xss-protection': '0',
      })
    }
  })
})

t.test('over plain http nobody is told to use https', async t => {
  const api = await startApi(t, { publicUrl: 'http://localhost:3000' })
  for (const request of [
    { url: '/livez' },
    { url: '/nowhere' },
    { url: '/%zz' },
    { url: '/', headers: { accept: 'text/html' } },
  ]) {
    const reply = await api.send(request)
    t.equal('strict-transport-security' in reply.headers, false)
  }
})
