import { decodeJwt } from 'jose'
import t from 'tap'
import { createUserPool } from '../../support/user-pool.ts'

t.test('by default on a free port of localhost, which is its issuer', async t => {
  const pool = await createUserPool()
  t.teardown(pool.close)
  t.match(pool.origin, /^http:\/\/localhost:\d{4,5}$/)
  t.match(pool.userPoolId, /^eu-central-1_[A-Za-z0-9]{9}$/)
  t.equal(pool.issuer, `${pool.origin}/${pool.userPoolId}`)
  t.equal(pool.jwksUri, `${pool.issuer}/.well-known/jwks.json`)
  t.equal(pool.tokenEndpoint, `${pool.origin}/oauth2/token`)
  const { port } = new URL(pool.origin)
  t.equal((await fetch(pool.jwksUri.replace('localhost', '127.0.0.1'))).status, 200)
  await t.rejects(createUserPool({ host: 'localhost', port: Number(port) }), {
    code: 'EADDRINUSE',
  })
})

t.test('on the loopback address that it is told', async t => {
  for (const [host, origin] of [
    ['127.0.0.1', /^http:\/\/127\.0\.0\.1:\d+$/],
    ['::1', /^http:\/\/\[::1\]:\d+$/],
  ] as const) {
    const pool = await createUserPool({ host })
    t.teardown(pool.close)
    t.match(pool.origin, origin)
    t.equal((await fetch(pool.jwksUri)).status, 200)
  }
})

t.test('with the origin that it is told, wherever it listens', async t => {
  const pool = await createUserPool({ origin: 'https://pool.example:8443/' })
  t.teardown(pool.close)
  t.equal(pool.origin, 'https://pool.example:8443')
  t.equal(pool.issuer, `https://pool.example:8443/${pool.userPoolId}`)
  t.equal(decodeJwt(await pool.accessToken()).iss, pool.issuer)
})

t.test('never where other machines can reach it, and only with an origin that is one', async t => {
  await t.rejects(createUserPool({ host: '0.0.0.0' }), {
    name: 'TypeError',
    message:
      'User pool host 0.0.0.0 can be reached by other machines: use localhost, 127.0.0.1 or ::1',
  })
  for (const origin of ['localhost:4100', 'ftp://localhost', 'http://localhost/pool', '']) {
    await t.rejects(createUserPool({ origin }), {
      name: 'TypeError',
      message: `User pool origin ${origin} is not an origin such as http://localhost:4100`,
    })
  }
})

t.test('once closed it is gone', async t => {
  const pool = await createUserPool()
  await pool.close()
  await t.rejects(fetch(pool.jwksUri), { message: 'fetch failed' })
})
