import t from 'tap'
import { NEW_ORDER } from '../orders/sample.ts'
import { startApi } from '../support/api.ts'

t.test('operations that take no body pass over whatever is sent as one', async t => {
  const { send, bearer, pool } = await startApi(t)
  const headers = await bearer()

  /** A fresh address of each operation that has something to do. */
  const addresses = {
    'DELETE order': async () => {
      const reply = await send({ method: 'POST', url: '/orders', headers, payload: NEW_ORDER })
      return { method: 'DELETE', url: String(reply.headers.location), headers, status: 200 }
    },
    'DELETE revocation': async () => {
      const payload = { kind: 'token', value: 'some-token' }
      const reply = await send({ method: 'POST', url: '/admin/revocations', headers, payload })
      return { method: 'DELETE', url: String(reply.headers.location), headers, status: 204 }
    },
    'POST sign-out': async () => {
      const authorization = `Bearer ${await pool.machineToken()}`
      return { method: 'POST', url: '/sign-out', headers: { authorization }, status: 204 }
    },
  } as const
  const bodies = {
    'JSON that is announced and does not come': ['application/json', ''],
    'JSON that is none': ['application/json', '{'],
    'another type': ['text/plain', 'a'],
    'too much': ['application/json', `"${'a'.repeat(70_000)}"`],
  } as const

  for (const [operation, address] of Object.entries(addresses)) {
    for (const [name, [type, payload]] of Object.entries(bodies)) {
      t.test(`${operation}: ${name}`, async t => {
        const { status, headers, ...request } = await address()
        const reply = await send({
          ...request,
          headers: { ...headers, 'content-type': type },
          payload,
        })
        t.equal(reply.statusCode, status)
      })
    }

    t.test(`${operation}: a malformed Content-Type is refused all the same`, async t => {
      const { status, headers, ...request } = await address()
      const reply = await send({
        ...request,
        headers: { ...headers, 'content-type': 'json' },
        payload: '{}',
      })
      t.equal(reply.statusCode, 415)
    })
  }
})
