import { getEventListeners, once } from 'node:events'
import type { RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { fetchKeySet } from '../../../src/cognito/keys/key-fetch.ts'
import { letIn } from '../../support/cognito-answers.ts'
import { expectNoKeys, serviceAt } from '../../support/cognito-key-address.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const limit = 64 * 1024
const keySet = JSON.stringify(pool.keySet)
const token = await pool.accessToken()

t.test('a body of 64 KiB is read, one byte more is too much', async t => {
  pool.serve(keySet.padEnd(limit))
  t.strictSame(await (await startService(t, pool)).get(token), letIn)

  const tooLarge = `the key set is larger than ${limit} bytes`
  pool.serve(keySet.padEnd(limit + 1))
  await expectNoKeys(t, pool, await startService(t, pool), tooLarge)

  const endless = Readable.from(spaces())
  pool.serve(() => endless)
  await expectNoKeys(t, pool, await startService(t, pool), tooLarge)
  if (!endless.closed) await once(endless, 'close')
  t.ok(endless.destroyed, 'the connection is given up')
  pool.serve(undefined)
})

t.test('what is not read to its end is given up, and nothing is left behind', async t => {
  const endless = Readable.from(spaces())
  pool.serve(() => endless, { status: 503 })
  const stopping = new AbortController()
  await t.rejects(fetchKeySet(pool.jwksUri, stopping.signal), {
    message: 'the key-set address answered 503',
  })
  if (!endless.closed) await once(endless, 'close')
  t.ok(endless.destroyed)
  t.strictSame(getEventListeners(stopping.signal, 'abort'), [])
  pool.serve(undefined)
})

t.test('compressed, which was not asked for, it is not read', async t => {
  const service = await serviceAt(t, pool, (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(keySet))
  })
  await expectNoKeys(t, pool, service, 'the key set is compressed')

  for (const encoding of ['', 'identity', 'Identity']) {
    pool.serve(keySet, { headers: { 'content-encoding': encoding } })
    t.strictSame(await (await startService(t, pool)).get(token), letIn)
  }
  pool.serve(undefined)
})

t.test('no redirect is followed', async t => {
  for (const status of [301, 302, 303, 307, 308]) {
    const before = pool.keySetFetches
    const service = await serviceAt(t, pool, (_request, response) => {
      response.writeHead(status, { location: pool.jwksUri }).end(keySet)
    })
    await expectNoKeys(t, pool, service, `the key-set address answered ${status}`)
    t.equal(pool.keySetFetches, before)
  }
})

t.test('only 200 brings keys', async t => {
  for (const status of [201, 203, 204, 206, 304, 400, 401, 403, 404, 429, 500, 502, 503]) {
    pool.serve(status === 204 || status === 304 ? '' : keySet, { status })
    await expectNoKeys(
      t,
      pool,
      await startService(t, pool),
      `the key-set address answered ${status}`,
    )
  }
  pool.serve(undefined)
})

t.test('the type the body claims to have does not matter, its encoding does', async t => {
  pool.serve(keySet, { headers: { 'content-type': 'text/html; charset=iso-8859-1' } })
  t.strictSame(await (await startService(t, pool)).get(token), letIn)
  pool.serve(`\uFEFF${keySet}`)
  t.strictSame(await (await startService(t, pool)).get(token), letIn)
  const note = Buffer.from(`{"note":"?",${keySet.slice(1)}`)
  note[note.indexOf('?')] = 0xff
  pool.serve(note)
  const message = 'the key set is not UTF-8'
  await expectNoKeys(t, pool, await startService(t, pool), message)
  pool.serve(Buffer.from(`${keySet} é`).subarray(0, -1))
  await expectNoKeys(t, pool, await startService(t, pool), message)
  pool.serve(undefined)
})

t.test('nothing is asked with but what it takes', async t => {
  const seen: unknown[] = []
  const service = await serviceAt(t, pool, (request, response) => {
    const { method, url, headers } = request
    const { host: _host, ...sent } = headers
    seen.push({ method, url, sent })
    response.end(keySet)
  })
  t.strictSame(await service.get(token), letIn)
  t.strictSame(seen, [
    {
      method: 'GET',
      url: '/keys',
      sent: {
        accept: 'application/json',
        'accept-encoding': 'identity',
        'cache-control': 'no-cache',
        connection: 'close',
      },
    },
  ])
})

t.test('whatever is slow, the fetch ends, also while memory is tidied up', async t => {
  setFlagsFromString('--expose-gc')
  const collectGarbage: () => void = runInNewContext('gc')
  const collecting = setInterval(collectGarbage, 100)
  t.teardown(() => clearInterval(collecting))
  const closed: Promise<unknown>[] = []
  const slow = (behave: RequestListener): RequestListener => {
    return (request, response) => {
      closed.push(once(response, 'close'))
      behave(request, response)
    }
  }
  const services = await Promise.all([
    serviceAt(
      t,
      pool,
      slow(() => undefined),
    ),
    serviceAt(
      t,
      pool,
      slow((_request, response) => response.writeHead(200).flushHeaders()),
    ),
    serviceAt(
      t,
      pool,
      slow((_request, response) => {
        const dripping = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(dripping))
      }),
    ),
  ])
  const message = 'the key-set address took longer than 1800 ms'
  await Promise.all(
    services.map(async service => {
      await expectNoKeys(t, pool, service, message)
      const { failures } = service.keySet()
      t.equal(failures, 1, 'and nobody has waited for a second time-out')
    }),
  )
  await Promise.all(closed)
  t.ok(closed.length >= services.length, 'the connections are given up')
})

function* spaces() {
  for (;;) yield Buffer.alloc(1024, ' ')
}
