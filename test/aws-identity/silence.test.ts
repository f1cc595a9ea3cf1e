import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { fetchAwsIdentity } from '../../src/aws-identity/identity.ts'

t.test('AWS that takes the request and never answers is given up', async t => {
  let requests = 0
  const server = createServer(() => {
    requests++
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const pool = {
    id: 'eu-central-1:9f3c1a70-6b1e-41f1-9d5c-0a1b2c3d4e5f',
    region: 'eu-central-1',
    providerName: 'cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEfGhI',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  }
  await t.rejects(fetchAwsIdentity(pool, 'id-token', 100), {
    name: 'AwsCallError',
    call: 'GetId',
    code: 'TimeoutError',
    isAnswer: false,
  })
  t.equal(requests, 2, 'it was tried again once')
})
