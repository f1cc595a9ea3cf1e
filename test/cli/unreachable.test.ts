import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { unreachable } from '../../src/cli/unreachable.ts'
import { freePort } from '../support/free-port.ts'

const failureOf = (work: Promise<unknown>) => work.then(() => undefined).catch(error => error)

t.test('a server that is not there, is silent, or is ill', async t => {
  const port = await freePort()
  t.equal(unreachable(await failureOf(fetch(`http://localhost:${port}`))), 'ECONNREFUSED')
  const silent = createServer().listen(0, 'localhost')
  await once(silent, 'listening')
  const url = `http://localhost:${(silent.address() as AddressInfo).port}`
  const late = failureOf(fetch(url, { signal: AbortSignal.timeout(1) }))
  t.equal(unreachable(await late), 'no answer in time')
  silent.close()
  const ill = new Error('unexpected status', { cause: new Response(null, { status: 502 }) })
  t.equal(unreachable(ill), '502')
  t.equal(unreachable(Object.assign(new Error(), { code: 'OAUTH_TIMEOUT' })), 'no answer in time')
})

t.test('an address that cannot be asked for says so in words', async t => {
  t.equal(unreachable(await failureOf(fetch('http://localhost:1'))), 'bad port')
})

t.test('an answer is an answer', async t => {
  const refused = new Error('unexpected status', { cause: new Response(null, { status: 404 }) })
  for (const error of [refused, new Error('invalid'), new TypeError('invalid')]) {
    t.equal(unreachable(error), undefined)
  }
})
