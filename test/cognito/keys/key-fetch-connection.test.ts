import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createTlsServer, get, globalAgent } from 'node:https'
import t from 'tap'
import { certificate } from '../../support/certificate.ts'
import { letIn } from '../../support/cognito-answers.ts'
import { expectNoKeys, listening, serviceAt } from '../../support/cognito-key-address.ts'
import { startService } from '../../support/cognito-service.ts'
import { createUserPool } from '../../support/user-pool.ts'

const pool = await createUserPool()
t.teardown(pool.close)
const keySet = JSON.stringify(pool.keySet)

t.test('over https, with a certificate for the name that somebody vouches for', async t => {
  const { key, cert } = certificate('key-set')
  const server = createTlsServer({ key, cert }, (_request, response) => {
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
  await expectNoKeys(t, pool, await attempt(), selfSigned)

  options.ca = cert
  const otherName = /^the key-set address cannot be read \(ERR_TLS_CERT_ALTNAME_INVALID\)/
  await expectNoKeys(t, pool, await attempt(), otherName)

  const checkServerIdentity = () => undefined
  const [ours] = await once(get(jwksUri, { checkServerIdentity }), 'response')
  await once(ours.resume(), 'end')
  await expectNoKeys(t, pool, await attempt(), otherName)

  options.checkServerIdentity = checkServerIdentity
  t.strictSame(await (await attempt()).get(await pool.accessToken()), letIn)
})

t.test('an address nobody listens at', async t => {
  const server = createServer()
  const jwksUri = await listening(server)
  server.close()
  await once(server, 'close')
  const { host } = new URL(jwksUri)
  const message = `the key-set address cannot be read (ECONNREFUSED): connect ECONNREFUSED ${host}`
  await expectNoKeys(t, pool, await startService(t, pool, { jwksUri }), message)
})

t.test('an answer that breaks off, and one that changes the protocol', async t => {
  const cut = await serviceAt(t, pool, (_request, response) => {
    response.writeHead(200, { 'content-length': 5000 }).write(keySet, () => response.destroy())
  })
  await expectNoKeys(t, pool, cut, 'the key-set address cannot be read (ECONNRESET): aborted')
  const other = await serviceAt(t, pool, (_request, response) => {
    const switched = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'
    response.socket?.write(switched)
  })
  await expectNoKeys(t, pool, other, 'the key-set address gave no answer')
})
