import t from 'tap'
import { startApi } from '../support/api.ts'

t.test('GET /token-info', async t => {
  const api = await startApi(t)
  const get = async (token: string) => {
    const reply = await api.send({
      url: '/token-info',
      headers: { authorization: `Bearer ${token}` },
    })
    t.equal(reply.statusCode, 200)
    return reply.json()
  }

  t.test('describes a user', async t => {
    const { pool } = api
    const token = await pool.accessToken({ scopes: ['order.read'], expiresIn: 600 })
    const [alice] = pool.users
    const body = await get(token)
    const { jti, iat, expires_in, auth_time } = body
    t.match(jti, /^[0-9a-f-]{36}$/)
    t.ok(expires_in > 590 && expires_in <= 600)
    t.strictSame(body, {
      active: true,
      kind: 'user',
      token_use: 'access',
      token_type: 'Bearer',
      scope: 'orders/order.read',
      client_id: pool.clients[0]?.id,
      username: alice?.sub,
      groups: ['admin'],
      sub: alice?.sub,
      iss: pool.issuer,
      jti,
      iat,
      exp: iat + 600,
      auth_time,
      expires_in,
    })
  })

  t.test('describes a machine', async t => {
    const body = await get(await api.pool.machineToken())
    const machine = api.pool.clients.find(({ name }) => name === 'machine')
    t.match(body, { kind: 'machine', sub: machine?.id, client_id: machine?.id, groups: [] })
    t.equal('username' in body, false)
  })

  t.test('leaves out the time of sign-in when the token does', async t => {
    const body = await get(await api.pool.accessToken({ claims: { auth_time: undefined } }))
    t.equal('auth_time' in body, false)
  })

  t.test('never counts below zero within the clock tolerance', async t => {
    const body = await get(await api.pool.accessToken({ expiresIn: -2 }))
    t.equal(body.expires_in, 0)
  })
})

t.test('GET /hello', async t => {
  const api = await startApi(t)
  const hello = async (authorization: string) =>
    (await api.send({ url: '/hello', headers: { authorization } })).json()

  t.strictSame(await hello((await api.bearer()).authorization), {
    message: `Hello, ${api.pool.users[0]?.sub}!`,
  })
  const machine = await api.pool.machineToken()
  const { id } = api.pool.clients.find(({ name }) => name === 'machine') ?? {}
  t.strictSame(await hello(`Bearer ${machine}`), { message: `Hello, ${id}!` })
})
