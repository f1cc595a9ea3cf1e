import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ClientError } from 'openid-client'
import t from 'tap'
import { failureOf } from '../../src/web/oauth/failures.ts'

/** As openid-client makes them; its types leave the code out. */
function clientError(code: string): ClientError {
  return Object.assign(new ClientError('failed'), { code })
}

t.test('nothing came of the request', async t => {
  const server = createServer(() => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const refused = await fetch('http://127.0.0.1:1').catch(error => error)
  const late = await fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(1) }).catch(
    error => error,
  )
  const tooLate = clientError('OAUTH_TIMEOUT')
  for (const error of [refused, late, tooLate]) {
    t.match(failureOf(error).content, { status: 503, code: 'user_pool_away' })
  }
})

t.test('an answer that openid-client does not take', async t => {
  t.match(failureOf(clientError('OAUTH_INVALID_RESPONSE')).content, {
    status: 502,
    code: 'unusable_answer',
    reason: 'OAUTH_INVALID_RESPONSE',
  })
  t.match(failureOf(new ClientError('something went wrong')).content, { reason: 'unknown' })
})

t.test('what is neither is thrown on', async t => {
  const aborted = new DOMException('stopped', 'AbortError')
  for (const error of [new TypeError('x is not a function'), new Error('other'), aborted]) {
    t.throws(() => failureOf(error), error)
  }
})
