import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'
import { basic, callback, requestTokens } from './relying-party.ts'

t.test('both secrets of a client are good, as while one replaces the other', async t => {
  const two = await createUserPool({
    clients: [
      { name: 'web', flows: ['code'], callbackUrls: [callback] },
      { name: 'machine', flows: ['client_credentials'], secret: true, secondSecret: true },
    ],
  })
  t.teardown(two.close)
  const { id, secret = '', secondSecret = '' } = two.client('machine')
  t.match(secondSecret, /^[a-z0-9]{51}$/)
  t.not(secret, secondSecret)
  for (const [given, status] of [
    [secret, 200],
    [secondSecret, 200],
    ['', 400],
    [`${secret}x`, 400],
  ] as const) {
    const body = { client_id: id, grant_type: 'client_credentials' }
    t.equal((await requestTokens(two, body, basic(id, given))).status, status)
  }
})
