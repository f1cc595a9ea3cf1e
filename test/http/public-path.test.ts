import t from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { startApi } from '../support/api.ts'

t.test('RFC 9110 section 10.2.2: behind a path, references lead to where callers are', async t => {
  const api = await startApi(t, { publicUrl: 'https://api.example.com/v1' })
  const headers = await api.bearer({ user: 'alice@example.com', groups: ['admin'] })
  const post = (url: string, payload: object) => api.send({ method: 'POST', url, headers, payload })
  const linkOf = async (url: string) => String((await api.send({ url, headers })).headers.link)

  for (const _ of [1, 2]) {
    const { headers, body } = await post('/orders', NEW_ORDER)
    t.equal(headers.location, `/v1/orders/${JSON.parse(body).id}`)
  }
  t.match(await linkOf('/orders?limit=1'), /^<\/v1\/orders\?limit=1&cursor=[\w-]+>; rel="next"$/)
  t.match(await linkOf('/admin/orders?limit=1'), /^<\/v1\/admin\/orders\?limit=1&cursor=/)

  for (const value of ['one', 'two']) {
    const { headers, body } = await post('/admin/revocations', { kind: 'token', value })
    t.equal(headers.location, `/v1/admin/revocations/${JSON.parse(body).id}`)
  }
  t.match(await linkOf('/admin/revocations?limit=1'), /^<\/v1\/admin\/revocations\?limit=1&/)
})
