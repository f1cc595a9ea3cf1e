import { getEventListeners, once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createTlsServer, get, globalAgent } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { Readable } from 'node:stream'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { fetchKeySet } from '../../../src/cognito/keys/key-fetch.ts'
import { selfSignedCertificate } from '../../../src/user-pool/forgery/certificate.ts'
import { generateKey, toPem } from '../../../src/user-pool/keys/signing-keys.ts'
import { keysUnavailable, letIn } from '../../support/cognito-answers.ts'
import { type Service, startService } from '../../support/cognito-service.ts'
import { until } from '../../support/until.ts'
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
  await refusal(t, await startService(t, pool), tooLarge)

  const endless = Readable.from(spaces())
  pool.serve(() => endless)
  await refusal(t, await startService(t, pool), tooLarge)
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
  const service = await serviceAt(t, (_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(keySet))
  })
  await refusal(t, service, 'the key set is compressed')

  for (const encoding of ['', 'identity', 'Identity']) {
    pool.serve(keySet, { headers: { 'content-encoding': encoding } })
    t.strictSame(await (await startService(t, pool)).get(token), letIn)
  }
  pool.serve(undefined)
})

t.test('over https, with a certificate for the name that somebody vouches for', async t => {
  const privateKey = await generateKey()
  const der = selfSignedCertificate(privateKey).toString('base64')
  const cert = `-----BEGIN CERTIFICATE-----\n${der}\n-----END CERTIFICATE-----\n`
  const server = createTlsServer({ key: toPem(privateKey), cert }, (_request, response) => {
    response.end(keySet)
  })
  const jwksUri = (await listening(server)).replace('http:', 'https:')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { options } = globalAgent
  t.teardown(() => {
    delete options.ca
    delete options.checkServerIdentity
  })
  const attempt = () => startService(t, pool, { jwksUri })
  const selfSigned = /^the key-set address cannot be read \(DEPTH_ZERO_SELF_SIGNED_CERT\)/
  await refusal(t, await attempt(), selfSigned)

  options.ca = cert
  const otherName = /^the key-set address cannot be read \(ERR_TLS_CERT_ALTNAME_INVALID\)/
  await refusal(t, await attempt(), otherName)

  const checkServerIdentity = () => undefined
  const [ours] = await once(get(jwksUri, { checkServerIdentity }), 'response')
  await once(ours.resume(), 'end')
  await refusal(t, await attempt(), otherName)

  options.checkServerIdentity = checkServerIdentity
  t.strictSame(await (await attempt()).get(token), letIn)
})

t.test('no redirect is followed', async t => {
  for (const status of [301, 302, 303, 307, 308]) {
    const before = pool.keySetFetches
    const service = await serviceAt(t, (_request, response) => {
      response.writeHead(status, { location: pool.jwksUri }).end(keySet)
    })
    await refusal(t, service, `the key-set address answered ${status}`)
    t.equal(pool.keySetFetches, before)
  }
})

t.test('only 200 brings keys', async t => {
  for (const status of [201, 203, 204, 206, 304, 400, 401, 403, 404, 429, 500, 502, 503]) {
    pool.serve(status === 204 || status === 304 ? '' : keySet, { status })
    await refusal(t, await startService(t, pool), `the key-set address answered ${status}`)
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
  await refusal(t, await startService(t, pool), message)
  pool.serve(Buffer.from(`${keySet} é`).subarray(0, -1))
  await refusal(t, await startService(t, pool), message)
  pool.serve(undefined)
})

t.test('an answer that breaks off, and one that changes the protocol', async t => {
  const cut = await serviceAt(t, (_request, response) => {
    response.writeHead(200, { 'content-length': 5000 }).write(keySet, () => response.destroy())
  })
  await refusal(t, cut, 'the key-set address cannot be read (ECONNRESET): aborted')
  const other = await serviceAt(t, (_request, response) => {
    const switched = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'
    response.socket?.write(switched)
  })
  await refusal(t, other, 'the key-set address gave no answer')
})

t.test('nothing is asked with but what it takes', async t => {
  const seen: unknown[] = []
  const service = await serviceAt(t, (request, response) => {
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

t.test('an address nobody listens at', async t => {
  const server = createServer()
  const jwksUri = await listening(server)
  server.close()
  await once(server, 'close')
  const { host } = new URL(jwksUri)
  const message = `the key-set address cannot be read (ECONNREFUSED): connect ECONNREFUSED ${host}`
  await refusal(t, await startService(t, pool, { jwksUri }), message)
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
      slow(() => undefined),
    ),
    serviceAt(
      t,
      slow((_request, response) => response.writeHead(200).flushHeaders()),
    ),
    serviceAt(
      t,
      slow((_request, response) => {
        const dripping = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(dripping))
      }),
    ),
  ])
  const message = 'the key-set address took longer than 1800 ms'
  await Promise.all(
    services.map(async service => {
      await refusal(t, service, message)
      const { failures } = service.app.cognito.keySets.get(pool.issuer) ?? {}
      t.equal(failures, 1, 'and nobody has waited for a second time-out')
    }),
  )
  await Promise.all(closed)
  t.ok(closed.length >= services.length, 'the connections are given up')
})

/** Expects that the service has no keys, for a reason that stands in the log and not in the answer. */
async function refusal(t: Test, service: Service, message: string | RegExp): Promise<void> {
  const { headers, ...answer } = await service.get(token)
  const { headers: expected, ...rest } = keysUnavailable()
  t.strictSame(answer, rest, String(message))
  t.match(headers, { ...expected, 'retry-after': /^[12]$/ }, String(message))
  t.strictSame(Object.keys(headers).sort(), Object.keys(expected).sort(), String(message))
  const failure = () => service.log.find(({ msg }) => msg === 'signing keys not refreshed')
  await until(() => failure() !== undefined)
  const { level, issuer, err } = failure() ?? {}
  t.strictSame({ level, issuer }, { level: 40, issuer: pool.issuer })
  const told = (err as Error).message
  if (typeof message === 'string') t.equal(told, message)
  else t.match(told, message)
}

async function serviceAt(t: Test, behave: RequestListener): Promise<Service> {
  const server = createServer(behave)
  const jwksUri = await listening(server)
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return startService(t, pool, { jwksUri })
}

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`
}

function* spaces() {
  for (;;) yield Buffer.alloc(1024, ' ')
}
