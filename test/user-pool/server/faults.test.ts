import { Readable } from 'node:stream'
import t from 'tap'
import { until } from '../../support/until.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)

t.test('a pool that is down answers nothing, signs on, and comes back at its port', async t => {
  pool.goDown()
  await t.rejects(fetch(pool.jwksUri), { message: 'fetch failed' })
  await t.rejects(fetch(pool.tokenEndpoint, { method: 'POST' }), { message: 'fetch failed' })
  await t.rejects(fetch(`${pool.origin}/elsewhere`), { message: 'fetch failed' })
  t.match(await pool.accessToken(), /^ey/)
  pool.comeBack()
  t.equal((await fetch(pool.jwksUri)).status, 200)
})

t.test('every fetch of the key set is counted, and nothing else', async t => {
  const before = pool.keySetFetches
  await fetch(pool.openidConfigurationUri)
  await fetch(`${pool.origin}/elsewhere`)
  t.equal(pool.keySetFetches, before)
  await fetch(pool.jwksUri)
  await fetch(`${pool.jwksUri}?again`)
  pool.goDown()
  await t.rejects(fetch(pool.jwksUri))
  t.equal(pool.keySetFetches, before + 3)
  pool.comeBack()
})

t.test('answers can be late', async t => {
  pool.slowDown(60_000)
  await t.rejects(fetch(pool.jwksUri, { signal: AbortSignal.timeout(50) }), {
    name: 'TimeoutError',
  })
  pool.slowDown(1)
  t.equal((await fetch(pool.jwksUri)).status, 200)
  pool.slowDown(0)
  t.equal((await fetch(pool.jwksUri)).status, 200)
})

t.test('a request that waits when the pool goes down is not answered either', async t => {
  pool.slowDown(100)
  const before = pool.keySetFetches
  const answer = fetch(pool.jwksUri)
  await until(() => pool.keySetFetches > before)
  pool.goDown()
  await t.rejects(answer, { message: 'fetch failed' })
  pool.slowDown(0)
  pool.comeBack()
})

t.test('anything can be served in place of the key set', async t => {
  const fetchText = async () => (await fetch(pool.jwksUri)).text()

  pool.serve({ keys: [] })
  const response = await fetch(pool.jwksUri)
  t.equal(response.status, 200)
  t.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
  t.equal(await response.text(), '{"keys":[]}')
  pool.serve('<html>')
  t.equal(await fetchText(), '<html>')
  pool.serve(Buffer.alloc(100_000, 'a'))
  t.equal((await fetchText()).length, 100_000)
  let asked = 0
  pool.serve(() => {
    asked += 1
    return Readable.from([`part ${asked}`, ', end'])
  })
  t.equal(await fetchText(), 'part 1, end')
  t.equal(await fetchText(), 'part 2, end')
  pool.serve(null)
  t.equal(await fetchText(), 'null')

  t.equal((await fetch(pool.openidConfigurationUri)).status, 200)
  pool.serve(undefined)
  t.equal(await fetchText(), JSON.stringify(pool.keySet))
})

t.test('status and headers of that answer can be set, for errors and redirects', async t => {
  pool.serve('busy', { status: 503, headers: { 'content-type': 'text/plain' } })
  const busy = await fetch(pool.jwksUri)
  t.equal(busy.status, 503)
  t.equal(busy.headers.get('content-type'), 'text/plain')
  t.equal(await busy.text(), 'busy')
  pool.serve('', { status: 302, headers: { location: 'https://evil.example/' } })
  const redirect = await fetch(pool.jwksUri, { redirect: 'manual' })
  t.equal(redirect.status, 302)
  t.equal(redirect.headers.get('location'), 'https://evil.example/')
})
